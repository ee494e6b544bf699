"""Casos: filtered by where each case stands; and the top card of a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import plan_due, set_priority, write_event
from arraigo.casework.enums import CasePriority, DueKind, EventKind
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.desk import paging

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast):
    plain, urgent = opened_case(cast.promotora), opened_case(cast.promotor)
    with acting_as(Actor.user(cast.promotor)):
        set_priority(case=urgent, priority=CasePriority.HIGH)
        write_event(case=urgent, kind=EventKind.PROFILE_COMPLETED, source=urgent)
        plan_due(
            case=urgent, kind=DueKind.TASK, title="x", source=urgent,
            due_on=clock.today() - timedelta(days=1),
        )  # fmt: skip
    return plain, urgent


def codes(client, query):
    return client.get(f"/casos/{query}").content.decode()


@pytest.mark.parametrize(
    "query", ["paso=2", "prioridad=alta", "vencidos=on", "a_cargo={promotor}", "paso=2&vencidos=1"]
)
def test_a_filter_leaves_the_others_out(cast, client_of, cases, query):
    plain, urgent = cases
    page = codes(client_of(cast.promotora), "?" + query.format(promotor=cast.promotor.pk))
    assert urgent.code in page
    assert plain.code not in page


@pytest.mark.parametrize("query", ["paso=cerrados", "municipio=0501&prioridad=baja", "paso=5"])
def test_nothing_passes(cast, client_of, cases, query):
    page = codes(client_of(cast.promotora), "?" + query)
    assert "Ningún caso pasa esos filtros" in page


@pytest.mark.parametrize("query", ["", "?paso=99", "?a_cargo=nadie&prioridad=x&after=zzz"])
def test_what_is_no_choice_filters_nothing(cast, client_of, cases, query):
    page = codes(client_of(cast.promotora), query)
    assert all(case.code in page for case in cases)
    assert "Error:" not in page


def test_the_next_page_keeps_the_filters(cast, client_of, cases, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 1)
    opened_case(cast.promotora)
    page = codes(client_of(cast.promotora), "?paso=1")
    assert "?paso=1&amp;after=" in page


def test_every_role_opens_the_filters(cast, client_of, cases):
    for user in (cast.supervisora, cast.oficial):
        assert cases[0].code in codes(client_of(user), "?paso=1")


def test_it_costs_the_same_however_many_there_are(cast, client_of, cases):
    client = client_of(cast.promotora)
    client.get("/casos/")
    with CaptureQueriesContext(connection) as few:
        client.get("/casos/")
    for _ in range(3):
        opened_case(cast.promotora)
    with CaptureQueriesContext(connection) as many:
        client.get("/casos/")
    assert len(many) == len(few)


def test_the_top_card_says_the_step_and_what_is_missing(cast, client_of, cases):
    plain, urgent = cases
    client = client_of(cast.promotora)
    page = client.get(f"/casos/{plain.pk}/").content.decode()
    assert "Paso 1 de 5: Perfilamiento" in page
    assert "Completar el perfil" in page
    page = client.get(f"/casos/{urgent.pk}/").content.decode()
    assert "Paso 2 de 5: Plan" in page
    assert "Prioridad Alta" in page
    assert "Vencido" in page
    for name in ("nota", "consejeria", "seguimiento", "cierre"):
        assert f"/casos/{urgent.pk}/{name}/" in page
    reader = client_of(cast.oficial).get(f"/casos/{urgent.pk}/").content.decode()
    assert f"/casos/{urgent.pk}/nota/" not in reader
