"""Tablero: a figure is the length of the list it leads to; a caseload changes hands whole."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.actions import plan_due, record_note, request_closure
from arraigo.casework.enums import DueKind
from arraigo.casework.flags.actions import raise_flag
from arraigo.casework.models import Case, CaseAssignment, Note, Reassignment
from arraigo.casework.tests.making import closure, note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import field_id
from arraigo.desk.attention import MATTERS
from arraigo.referrals.tests.making import sent

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=40)


@pytest.fixture
def cases(cast):
    """Three cases of one promotora: two old and silent, of which one with more, and a new one."""
    with acting_as(SYSTEM, at=clock.now() - LONG_AGO):
        old, busy = (opened_case(cast.promotora, phone="") for _ in range(2))
    fresh = opened_case(cast.promotora, phone="+50255550111")
    with acting_as(Actor.user(cast.promotora), at=clock.now() - timedelta(days=20)):
        sent(busy, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        late = clock.today() - timedelta(days=10)
        record_note(data=note(busy, occurred_on=late), user=cast.promotora)
        request_closure(data=closure(busy), user=cast.promotora)
        plan_due(
            case=old, kind=DueKind.TASK, title="x", source=old,
            due_on=clock.today() - timedelta(days=1),
        )  # fmt: skip
    with acting_as(Actor.user(cast.supervisora)):
        raise_flag(case=old, text="Ver", user=cast.supervisora, flag_id=field_id())
    return {"old": old, "busy": busy, "fresh": fresh}


def board(client):
    return client.get(reverse("desk:board")).context


def listed(client, query):
    return {case.code for case in client.get(f"/casos/?{query}").context["page"].cases}


EXPECTED = {
    "sin_contacto": {"old", "busy"},
    "referencia": {"busy"},
    "plan": set(),
    "cierre": {"busy"},
    "senal": {"old"},
    "sin_telefono": {"old", "busy"},
    "sin_perfil": {"old", "busy"},
    "trabaja": set(),
    "tarde": {"busy"},
}


@pytest.mark.parametrize("code", MATTERS)
def test_a_figure_is_the_length_of_its_list(cast, client_of, cases, code):
    client = client_of(cast.supervisora)
    shown = board(client)
    figures = {each.code: each.count for each in (*shown["work"], *shown["data"])}
    found = listed(client, f"atencion={code}")
    assert found == {cases[name].code for name in EXPECTED[code]}
    assert figures[code] == len(found)


def test_what_each_carries_and_carried(cast, client_of, cases):
    client = client_of(cast.supervisora)
    (load,) = [each for each in board(client)["loads"] if each.manager == cast.promotora]
    assert (load.open, load.overdue, load.silent, load.before, load.change) == (3, 1, 2, 2, 1)
    mine = f"a_cargo={cast.promotora.pk}"
    assert len(listed(client, f"{mine}&abiertos=on")) == load.open
    assert len(listed(client, f"{mine}&vencidos=on")) == load.overdue
    assert len(listed(client, f"{mine}&atencion=sin_contacto")) == load.silent


def test_each_sees_her_own_offices_and_the_officer_all(cast, client_of, cases):
    elsewhere = opened_case(cast.promotora_esq)
    with acting_as(SYSTEM):
        everything = Case.objects.open().count()
    assert board(client_of(cast.supervisora))["total"] == 3
    shown = board(client_of(cast.oficial))
    assert shown["total"] == everything == 4
    mine = f"a_cargo={cast.promotora_esq.pk}&abiertos=on"
    assert listed(client_of(cast.oficial), mine) == {elsewhere.code}
    assert client_of(cast.promotora).get(reverse("desk:board")).status_code == 403


def test_it_asks_the_same_however_many_there_are(cast, client_of, cases):
    client, counts = client_of(cast.supervisora), []
    board(client)
    for _more in range(2):
        with CaptureQueriesContext(connection) as told:
            board(client)
        counts.append(len(told))
        for user in (cast.promotora, cast.promotor, cast.supervisora):
            opened_case(user)
    assert counts[0] == counts[1]


class TestReassigning:
    def test_all_of_a_colleague_at_once(self, cast, client_of, cases):
        client = client_of(cast.supervisora)
        address = reverse("casework:reassign_all", args=[cast.promotora.pk])
        page = client.get(address).content.decode()
        assert all(case.code in page for case in cases.values())
        assert "Reasignar 3 casos" in page
        for _twice in range(2):
            client.post(address, {"manager": cast.promotor.pk})
        with acting_as(SYSTEM):
            now = CaseAssignment.objects.filter(until=None, case__in=cases.values())
            assert {each.manager for each in now} == {cast.promotor}
            assert CaseAssignment.objects.filter(case__in=cases.values()).count() == 6
        assert "No lleva casos en sus oficinas" in client.get(address).content.decode()

    def test_not_to_somebody_of_another_office_nor_by_one(self, cast, client_of, cases):
        address = reverse("casework:reassign_all", args=[cast.promotora.pk])
        wrong = client_of(cast.supervisora).post(address, {"manager": cast.promotora_esq.pk})
        assert wrong.status_code == 422
        assert client_of(cast.oficial).get(address).status_code == 403
        with acting_as(SYSTEM):
            now = CaseAssignment.objects.filter(until=None, case__in=cases.values())
            assert {each.manager for each in now} == {cast.promotora}

    def test_what_was_given_goes_back_whole(self, cast, client_of, cases):
        client = client_of(cast.supervisora)
        client.post(
            reverse("casework:reassign_all", args=[cast.promotora.pk]),
            {"manager": cast.promotor.pk, "handover": "Estoy de permiso"},
        )
        with acting_as(SYSTEM):
            batch = Reassignment.objects.get()
            assert Note.objects.filter(text="Estoy de permiso").count() == 3
            stays = next(iter(cases.values()))
        moved_on = reverse("casework:reassign", args=[stays.pk])
        client.post(moved_on, {"manager": cast.supervisora.pk})
        undo = reverse("casework:reassign_undo", args=[batch.pk])
        for _twice in range(2):
            assert client.post(undo).status_code == 302
        told = client.get(reverse("casework:reassigned", args=[batch.pk])).text
        assert "2 casos volvieron con quien los llevaba." in told
        assert "Se deshizo" in told
        with acting_as(SYSTEM):
            now = CaseAssignment.objects.filter(until=None, case__in=cases.values())
            assert {each.manager for each in now.exclude(case=stays)} == {cast.promotora}
            assert now.get(case=stays).manager == cast.supervisora

    def test_those_chosen_in_the_list(self, cast, client_of, cases):
        client, address = client_of(cast.supervisora), reverse("casework:reassign_selected")
        one, two, _three = cases.values()
        assert client.post(address, {"caso": ["nada", str(uuid.uuid4())]}).status_code == 302
        seen = client.post(address, {"caso": [str(one.pk), str(two.pk)]})
        assert "Reasignar 2 casos" in seen.text
        sent = {"caso": [str(one.pk), str(two.pk)], "confirmar": "1"}
        assert client.post(address, sent).status_code == 422
        done = client.post(address, {**sent, "manager": cast.promotor.pk})
        assert "2 casos pasaron a" in client.get(done["Location"]).text
        far = client_of(cast.supervisor_esq).post(address, sent)
        assert far["Location"] == reverse("desk:cases")
        assert client_of(cast.supervisor_esq).get(done["Location"]).status_code == 404
