"""The timeline is narrowed by kind, period and mark; its address holds codes only."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import annul_fact, record_note, write_event
from arraigo.casework.enums import ASSESSED_KINDS, EventKind
from arraigo.casework.models import CaseEvent
from arraigo.casework.protection.actions import Confided, ProtectionInput, write_protection_note
from arraigo.casework.protection.enums import Concern
from arraigo.casework.tests.making import note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.desk.file import told_of
from arraigo.desk.timeline_filter import GROUPS

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


def noted(case, user, text, **more):
    with acting_as(Actor.user(user)):
        return record_note(data=note(case, text=text, **more), user=user)


def titles(case, user, **chosen):
    with acting_as(Actor.user(user)):
        return [str(line.title) for line in told_of(case, user, chosen)["lines"]]


def test_every_kind_of_line_is_in_one_group():
    grouped = Counter(kind for group in GROUPS.values() for kind in group.kinds)
    assert set(grouped.values()) == {1}
    assert set(EventKind) - set(grouped) == {EventKind.FACT_ANNULLED, *ASSESSED_KINDS}


def test_a_group_leaves_the_others_out(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    noted(case, user, "Llamar temprano")
    assert titles(case, user, que="notas") == ["Nota"]
    assert "Nota" not in titles(case, user, que="caso")
    assert "Caso abierto" in titles(case, user, que="caso")
    assert titles(case, user, que="empleo") == []


def test_what_voids_a_fact_goes_with_it(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    fact = noted(case, user, "De otra persona")
    with acting_as(Actor.user(user)):
        annul_fact(fact=fact, user=user, reason="Era de otro caso")
    assert sorted(titles(case, user, que="notas")) == ["Nota", "Registro anulado"]
    assert "Registro anulado" not in titles(case, user, que="caso")


def test_marked_notes_only_and_no_voided_one(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    noted(case, user, "Sin marca")
    good = noted(case, user, "Fue con su mamá", is_good_practice=True)
    noted(case, user, "No hay bus", is_challenge=True)
    for mark, words in (("buenas", "Fue con su mamá"), ("desafios", "No hay bus")):
        with acting_as(Actor.user(user)):
            (line,) = told_of(case, user, {"marca": mark})["lines"]
        assert ("", words) in line.told
    with acting_as(Actor.user(user)):
        annul_fact(fact=good, user=user, reason="No fue así")
    assert titles(case, user, marca="buenas") == []
    assert titles(case, user, marca="desafios", que="caso") == []


@pytest.mark.parametrize(
    ("days", "shown"),
    [(29, {"30", "90", "365"}), (31, {"90", "365"}), (200, {"365"}), (400, {"antes"})],
)
def test_a_period_holds_its_days(cast, days, shown):
    case, user = opened_case(cast.promotora), cast.promotora
    with acting_as(Actor.user(user)):
        day = clock.today() - timedelta(days=days)
        write_event(case=case, kind=EventKind.NOTE_ADDED, source=case, occurred_on=day)
    found = {
        period
        for period in ("30", "90", "365", "antes")
        if titles(case, user, que="notas", cuando=period)
    }
    assert found == shown


def test_protection_notes_are_notes_of_their_day(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    with acting_as(Actor.user(user)):
        told = ProtectionInput(
            case=case, told=Confided(Concern.VIOLENCE, "Peligro"), occurred_on=clock.today()
        )
        write_protection_note(data=told, user=user)
    assert titles(case, user, que="notas", cuando="30") == ["Nota de protección"]
    for other in ({"que": "caso"}, {"cuando": "antes"}, {"marca": "buenas"}):
        assert "Nota de protección" not in titles(case, user, **other)


def test_what_is_no_choice_filters_nothing(cast, client_of):
    case = opened_case(cast.promotora)
    page = client_of(cast.promotora).get(f"/casos/{case.pk}/?que=x&cuando=7&marca=zz")
    assert "Caso abierto" in page.content.decode()
    assert "Error:" not in page.content.decode()


def test_without_a_script_the_page_comes_filtered_and_says_what_to_do(cast, client_of):
    case, client = opened_case(cast.promotora), client_of(cast.promotora)
    noted(case, cast.promotora, "Llamar temprano")
    page = client.get(f"/casos/{case.pk}/?que=notas").content.decode()
    assert "1 registro" in page
    assert "Caso abierto</h3>" not in page
    assert 'action="#historia"' in page
    empty = client.get(f"/casos/{case.pk}/?que=empleo").content.decode()
    assert "Nada de esto en ese tiempo" in empty
    assert "Escoja otro tipo u otra fecha arriba." in empty


def test_htmx_gets_the_lines_alone_and_leaves_a_trace(cast, client_of):
    case, client = opened_case(cast.promotora), client_of(cast.promotora)
    noted(case, cast.promotora, "Llamar temprano")
    part = client.get(f"/casos/{case.pk}/?que=notas", **HTMX).content.decode()
    assert "Llamar temprano" in part
    assert "<main" not in part
    assert "<form" not in part
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="desk:case").exists()
    assert client_of(cast.promotora_esq).get(f"/casos/{case.pk}/", **HTMX).status_code == 404


def test_a_long_story_says_that_there_is_more_at_the_same_cost(cast, client_of, monkeypatch):
    case, client = opened_case(cast.promotora), client_of(cast.promotora)
    address = f"/casos/{case.pk}/?que=notas&cuando=30"
    noted(case, cast.promotora, "Primera")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        noted(case, cast.promotora, f"Nota {number}", is_challenge=True)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    with acting_as(SYSTEM):
        assert CaseEvent.objects.filter(case=case, kind=EventKind.NOTE_ADDED).count() == 4
    monkeypatch.setattr("arraigo.desk.timeline.LINES", 3)
    monkeypatch.setattr("arraigo.desk.file.LINES", 3)
    assert "Se muestran los 3 registros más recientes" in client.get(address).content.decode()
