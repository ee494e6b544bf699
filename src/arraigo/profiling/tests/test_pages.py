"""The pages of the profile."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import POSTED, again, completed, saved

pytestmark = pytest.mark.django_db


def url(case, slug=""):
    if slug:
        return reverse("profiling:section", args=[case.pk, slug])
    return reverse("profiling:edit", args=[case.pk])


def post(client, case, slug, version=0, **changes):
    return client.post(url(case, slug), {**POSTED[slug], "version": version, **changes})


def test_the_whole_interview(at_work, case):
    start = at_work.get(url(case))
    assert "Empezar" in start.content.decode()
    assert "no-store" in start.headers["Cache-Control"]
    after = ["oficio", "trabajos", "idiomas", "metas", ""]
    for version, (slug, onward) in enumerate(zip(POSTED, after, strict=True)):
        assert at_work.get(url(case, slug)).status_code == 200
        assert post(at_work, case, slug, version)["Location"] == url(case, onward)
    review = at_work.get(url(case)).content.decode()
    for words in ("rufero", "Techadores", "busboy, Estados Unidos, 2", "Un negocio propio"):
        assert words in review
    done = at_work.post(url(case))
    assert done["Location"] == reverse("desk:case", args=[case.pk])
    profile = again(case)
    assert profile.is_complete
    assert [row.occupation_id for row in profile.experiences.all()] == ["9412"]
    assert "Completar" not in at_work.get(url(case)).content.decode()
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="profiling:edit").exists()


def test_completing_too_early_says_what_is_missing(at_work, case):
    assert at_work.post(url(case)).status_code == 422
    post(at_work, case, "idiomas")
    answer = at_work.post(url(case))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Error:" in html
    assert "Falta responder: ¿Sabe leer y escribir?" in html
    assert not again(case).is_complete


def test_leaving_in_the_middle_keeps_what_was_said(at_work, case):
    answer = post(at_work, case, "estudios", education="", last_grade="", salir="1")
    assert answer["Location"] == url(case)
    assert again(case).literate == "si"


@pytest.mark.parametrize(
    ("slug", "changes", "words"),
    [
        ("estudios", {"education": "basico", "last_grade": "6"}, "Ese grado no es de ese nivel."),
        ("estudios", {"education": "escuela"}, "Escoja una opción"),
        ("oficio", {"experience_years": "muchos"}, "número entero"),
        ("oficio", {"years_abroad": "99"}, "80"),
        ("oficio", {"main_occupation": "0000"}, "Escoja una opción"),
        ("oficio", {"main_occupation": "\0", "occupation_words": "sol\0"}, "Escoja una opción"),
        ("trabajos", {"trabajo-0-years": ""}, "Falta responder: Años"),
        ("trabajos", {"trabajo-1-years": "3"}, "Falta responder: Trabajo"),
        ("metas", {"wants": ["volar"]}, "Escoja una opción"),
        ("metas", {"version": "x"}, "número entero"),
    ],
)
def test_errors_stand_beside_and_above_and_nothing_is_lost(at_work, case, slug, changes, words):
    answer = post(at_work, case, slug, **changes)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) >= (1 if "version" in changes else 2)
    typed = {**POSTED[slug], **changes}.get("occupation_words") or ""
    assert typed in html
    assert "<title>Error:" in re.sub(r"\s+", " ", html).replace("<title> ", "<title>")
    with acting_as(SYSTEM):
        assert not Profile.objects.exists()


def test_the_second_of_two_sees_both_and_may_insist(cast, at_work, case, client_of):
    post(at_work, case, "idiomas")
    other = client_of(cast.promotor)
    late = post(other, case, "idiomas", version=0, english="C1")
    html = late.content.decode()
    assert late.status_code == 422
    assert "Lo que ya está guardado" in html
    assert "A2: lo básico para el trabajo" in html
    assert re.search(r'value="C1"[^>]*checked', html)
    assert 'name="version" value="1"' in html
    assert post(other, case, "idiomas", version=1, english="C1").status_code == 302
    assert again(case).english == "C1"


def test_sent_twice_is_saved_once(at_work, case):
    for _time in range(2):
        assert post(at_work, case, "oficio").status_code == 302
    assert again(case).version == 1


def test_without_a_choice_the_exact_word_gives_the_code(at_work, case):
    post(at_work, case, "oficio", occupation_words="Tablayesero", main_occupation="")
    assert again(case).main_occupation_id == "7123"
    post(at_work, case, "oficio", 1, occupation_words="hago de todo", main_occupation="")
    assert again(case).main_occupation_id is None


def test_searching_without_javascript_saves_nothing(at_work, case):
    answer = post(at_work, case, "oficio", occupation_words="drywal", buscar="1")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="7123"' in html
    assert 'value="drywal"' in html
    with acting_as(SYSTEM):
        assert not Profile.objects.exists()


def words_of_rows(html):
    return " ".join(re.findall(r'<input[^>]*name="trabajo-\d-words"[^>]*>', html))


def test_rows_are_added_and_removed_without_javascript(at_work, case):
    more = post(at_work, case, "trabajos", agregar="trabajo")
    html = more.content.decode()
    assert more.status_code == 200
    assert 'name="trabajo-total" value="3"' in html
    assert "busboy" in words_of_rows(html)
    assert "Falta responder" not in html
    less = post(at_work, case, "trabajos", quitar="trabajo-0").content.decode()
    assert 'name="trabajo-total" value="1"' in less
    assert "busboy" not in words_of_rows(less)
    with acting_as(SYSTEM):
        assert not Profile.objects.exists()


def test_a_forged_number_of_rows_is_cut(at_work, case):
    for total in ("999999999", "-1", "²", ""):
        answer = post(at_work, case, "trabajos", agregar="trabajo", **{"trabajo-total": total})
        assert answer.status_code == 200
        assert len(re.findall(r'name="trabajo-\d+-years"', answer.content.decode())) <= 12


def test_a_complete_profile_is_corrected_but_not_emptied(cast, at_work, case):
    saved(case, cast.promotora)
    completed(case, cast.promotora)
    wrong = post(at_work, case, "idiomas", 1, english="")
    assert wrong.status_code == 422
    assert wrong.content.decode().count("Falta responder: Inglés") == 2
    assert post(at_work, case, "idiomas", 1, english="B2")["Location"] == url(case)
    assert again(case).english == "B2"
    assert post(at_work, case, "trabajos", 2).status_code == 302


def test_foreign_closed_and_unknown_are_not_found(cast, case, client_of):
    stranger = client_of(cast.promotora_esq)
    for address in (url(case), url(case, "estudios")):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404
    at_home = client_of(cast.promotora)
    assert at_home.get(url(case, "nada")).status_code == 404
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    assert at_home.get(url(case)).status_code == 404


def test_pages_cost_the_same_however_much_was_told(cast, at_work, case):
    post(at_work, case, "trabajos")
    with CaptureQueriesContext(connection) as few:
        at_work.get(url(case))
    rich = opened_case(cast.promotora)
    rows = {
        f"trabajo-{number}-{name}": value
        for number in range(10)
        for name, value in {"words": f"oficio {number}", "country": "US", "years": "1"}.items()
    }
    post(at_work, rich, "trabajos", **{**rows, "trabajo-total": "10"})
    with CaptureQueriesContext(connection) as many:
        at_work.get(url(rich))
    assert len(many) == len(few)


def test_the_summary_of_the_case_page(cast, case):
    from django.template.loader import render_to_string

    empty = render_to_string("profiling/_summary.html", {"profile": None, "case": case})
    assert "Todavía no hay perfil" in empty
    saved(case, cast.promotora)
    completed(case, cast.promotora)
    with acting_as(SYSTEM):
        profile = Profile.objects.of_case(case)
        html = render_to_string("profiling/_summary.html", {"profile": profile, "case": case})
    for words in ("Completo", "tablayesero", "7 años", "Primaria, 6.º", "Un empleo", "Alta"):
        assert words in html
