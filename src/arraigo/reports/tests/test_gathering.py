"""The month's marked notes go into the report's texts with one tap, and nobody's name with them."""

from datetime import date

import pytest
from django.urls import reverse

from arraigo.casework.actions import annul_fact
from arraigo.casework.enums import DataClass
from arraigo.casework.models import Note
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.indicators.tests.making import case_on
from arraigo.indicators.tests.recording import noted
from arraigo.reports.actions import Narrative, gather_note
from arraigo.reports.gathering import named_in, offered, without_person
from arraigo.reports.models import MonthlyReport
from arraigo.reports.tests.making import WORKDAY, sent, started

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)
TEXTS = {"good_practices": "Bien", "challenges": "", "results": "", "version": "1"}


def practice(user, case, text="Llamar por la tarde funciona.", day=DAY, **marks):
    return noted(user, case, day, text, **(marks or {"is_good_practice": True}))


def offers(report, user):
    with acting_as(Actor.user(user)):
        return {
            name: [each.text for each in notes] for name, notes in offered(report, user).items()
        }


def url(report):
    return reverse("reports:edit", args=[report.pk])


def again(report):
    return MonthlyReport.objects.get(pk=report.pk)


def test_only_the_authors_marked_standing_notes_of_the_month_are_offered(cast):
    case, report = case_on(cast.promotora), started(cast.promotora)
    practice(cast.promotora, case)
    practice(cast.promotora, case, "No hay bus.", is_challenge=True)
    practice(cast.promotora, case, "Las dos.", is_challenge=True, is_good_practice=True)
    practice(cast.promotora, case, "Nada.", is_challenge=False)
    practice(cast.promotora, case, "De junio.", day=date(2026, 6, 30))
    practice(cast.promotor, case, "De otro.")
    wrong = practice(cast.promotora, case, "Anulada.")
    protected = practice(cast.promotora, case, "Teme a su pareja.")
    with acting_as(Actor.user(cast.promotora)):
        annul_fact(fact=wrong, user=cast.promotora, reason="Error")
    with acting_as(SYSTEM):
        Note.objects.filter(pk=protected.pk).update(data_class=DataClass.PROTECTION)
    found = {text: sorted(notes) for text, notes in offers(report, cast.promotora).items()}
    assert found == {
        "good_practices": ["Las dos.", "Llamar por la tarde funciona."],
        "challenges": ["Las dos.", "No hay bus."],
    }


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Doña María José fue al taller.", "Doña … fue al taller."),
        ("A maria le ayudó su hermana.", "A … le ayudó su hermana."),
        ("LÓPEZ llegó tarde. Mariana no.", "… llegó tarde. Mariana no."),
        ("Llamar al 5555-0101 por la tarde.", "Llamar al … por la tarde."),
        ("DPI 2345 67890 0101; 3 cursos en 2026.", "DPI …; 3 cursos en 2026."),
        ("Camino de la casa.", "Camino de la casa."),
    ],
)
def test_names_and_long_numbers_stay_behind(cast, text, left):
    case = case_on(cast.promotora, given_names="María José", surnames="López de la Cruz")
    assert without_person(text, case.person) == left


def test_one_tap_adds_the_note_saves_the_text_and_says_it_is_there(cast, client_of):
    case, report = case_on(cast.promotora), started(cast.promotora)
    note = practice(cast.promotora, case, f"{case.person.surnames} vino con su hermana.")
    client = client_of(cast.promotora)
    page = client.get(url(report))
    assert page["Cache-Control"] == "no-store, private"
    assert case.person.surnames not in page.content.decode()
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="report_notes").exists()
    told = {**TEXTS, "add_good_practices": str(note.pk)}
    answer = client.post(url(report), told)
    assert (answer.status_code, answer["Location"]) == (302, url(report))
    assert again(report).good_practices == "Bien\n\n… vino con su hermana."
    assert client.post(url(report), told).status_code == 302
    assert again(report).version == 2
    text = client.get(url(report)).content.decode()
    assert "Ya está en el texto" in text
    edited = {**TEXTS, "good_practices": "Vino acompañada.", "version": "2"}
    client.post(url(report), edited)
    assert again(report).good_practices == "Vino acompañada."


def test_what_is_typed_in_another_tab_is_not_lost_to_a_tap(cast, client_of):
    report = started(cast.promotora)
    note = practice(cast.promotora, case_on(cast.promotora))
    client = client_of(cast.promotora)
    client.post(url(report), {**TEXTS, "challenges": "El bus"})
    answer = client.post(url(report), {**TEXTS, "add_good_practices": str(note.pk)})
    assert answer.status_code == 422
    assert "cambió en otra ventana" in answer.content.decode()
    assert again(report).challenges == "El bus"
    assert not again(report).notes.exists()


def test_what_is_not_offered_cannot_be_taken(cast, client_of):
    case, report = case_on(cast.promotora), started(cast.promotora)
    note = practice(cast.promotora, case)
    foreign = practice(cast.promotor, case)
    client = client_of(cast.promotora)
    assert client.post(url(report), {**TEXTS, "add_challenges": str(note.pk)}).status_code == 422
    taken = client.post(url(report), {**TEXTS, "add_good_practices": str(foreign.pk)})
    assert taken.status_code == 404
    assert client.post(url(report), {**TEXTS, "add_good_practices": "x"}).status_code == 302
    with acting_as(Actor.user(cast.promotor)), pytest.raises(Refused):
        gather_note(
            report=report, user=cast.promotor, version=1, narrative=Narrative(), note=foreign,
            into="good_practices",
        )  # fmt: skip
    done = sent(cast.promotor)
    with acting_as(Actor.user(cast.promotor), at=WORKDAY), pytest.raises(Refused, match="envió"):
        gather_note(
            report=done, user=cast.promotor, version=2, narrative=Narrative("x"), note=foreign,
            into="good_practices",
        )  # fmt: skip


def test_a_text_that_names_somebody_warns_author_and_lead(cast, client_of):
    case = case_on(cast.promotora, given_names="Rosa")
    whole = f"rosa {case.person.surnames.upper()}"
    report = started(cast.promotora)
    client = client_of(cast.promotora)
    client.post(url(report), {**TEXTS, "challenges": f"A {whole} le robaron; tel. 5555 0101."})
    with acting_as(Actor.user(cast.promotora)):
        assert named_in(again(report), cast.promotora) == ["5555 0101", whole]
    assert "Revise los nombres" in client.get(url(report)).content.decode()
    client.post(url(report), {**TEXTS, "challenges": "Rosa de los vientos.", "version": "2"})
    assert "Revise los nombres" not in client.get(url(report)).content.decode()


@pytest.mark.parametrize(
    ("names", "surnames", "text", "said"),
    [
        ("María José", "Ba’tz Cholotío", "Con batz CHOLOTIO se habló.", "batz CHOLOTIO"),
        ("María José", "Ba’tz Cholotío", "Cholotío, María: sin papeles.", "Cholotío María"),
        ("Ana", "Paz de la Cruz-Roca", "La señora Paz de la Cruz vino.", "Paz Cruz"),
        ("Ana", "Paz de la Cruz-Roca", "Cruz Roca no es Cruz Roja.", "Cruz Roca"),
    ],
)
def test_a_name_is_known_however_it_is_written(cast, names, surnames, text, said):
    case_on(cast.promotora, given_names=names, surnames=surnames)
    report = started(cast.promotora)
    report.challenges = text
    with acting_as(Actor.user(cast.promotora)):
        assert named_in(report, cast.promotora) == [said]


def test_nobody_is_named_by_one_name_nor_by_those_of_two_persons(cast):
    case_on(cast.promotora, given_names="Paz", surnames="Canaria Primera")
    case_on(cast.promotora, given_names="Luz", surnames="Canaria Dos")
    report = started(cast.promotora)
    report.challenges = "Paz y Luz. Una luz primera dice dos veces paz. Paz, paz."
    with acting_as(Actor.user(cast.promotora)):
        assert named_in(report, cast.promotora) == []
