"""The pages of verifications: what each sees, and what a promotor is not told beforehand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.actions import record_note
from arraigo.casework.models import QualityCheck, QualityDraw
from arraigo.casework.quality.enums import Confirms, ItemAnswer, Reached, Result
from arraigo.casework.quality.figures import shown_months
from arraigo.casework.quality.months import begins_at, last_month, month_after, months_until
from arraigo.casework.tests.making import answers, checked, drawn_of, note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as

pytestmark = pytest.mark.django_db

LIST = "/verificaciones/"


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora, phone="+50255550123")


@pytest.fixture
def drawn(cast, case):
    return drawn_of(case, cast.promotora)


def in_a_week():
    return clock.today() + timedelta(days=7)


def to_correct(drawn, lead, **changes):
    told = {
        "answers": answers(plan=ItemAnswer.NO),
        "observations": "El plan no está firmado",
        "correction": "Que firme el plan",
        "correct_by": in_a_week(),
    }
    return checked(drawn, lead, **{**told, **changes})


def filled(**changes):
    every = {f"item_{code}": answer for code, answer in answers().items()}
    usual = {"id": "5f0e7a86-0f0a-4c1a-8a6e-3c1d3c1d3c1d", "reached": "failed"}
    return {**every, **usual, **changes}


class TestList:
    def test_a_lead_finds_what_waits_by_no_name_nor_code(self, cast, case, drawn, client_of):
        page = client_of(cast.supervisora).get(LIST).content.decode()
        assert reverse("quality:verify", args=[drawn.pk]) in page
        assert case.code not in page
        assert case.person.surnames not in page
        assert "de 1 caso posible" in page
        assert "Comprobado" in page

    def test_her_promotor_does_not_know_until_it_is_recorded(self, cast, case, drawn, client_of):
        client = client_of(cast.promotora)
        before = client.get(LIST)
        assert str(drawn.pk) not in before.content.decode()
        assert (before.context["lines"], before.context["lots"]) == ([], [])
        assert before.context["own"] == []
        assert client.get(reverse("quality:verify", args=[drawn.pk])).status_code == 403
        check = to_correct(drawn, cast.supervisora)
        after = client.get(LIST)
        assert [row.pk for row in after.context["checks"]] == [check.pk]
        assert [cell.rate for _month, cell in after.context["own"]] == [0]

    def test_a_colleague_finds_nothing_of_hers(self, cast, drawn, client_of):
        check = to_correct(drawn, cast.supervisora)
        client = client_of(cast.promotor)
        assert list(client.get(LIST).context["checks"]) == []
        assert client.get(check.get_absolute_url()).status_code == 404
        assert client.post(reverse("quality:corrected", args=[check.pk])).status_code == 404

    def test_the_officer_reads_all_and_answers_nothing(self, cast, drawn, client_of):
        client = client_of(cast.oficial)
        shown = client.get(LIST)
        assert [cell.pending for _line, cell in shown.context["lines"]] == [1]
        assert "Sortear" not in shown.content.decode()
        assert client.get(reverse("quality:verify", args=[drawn.pk])).status_code == 403
        check = to_correct(drawn, cast.supervisora)
        page = client.get(check.get_absolute_url()).content.decode()
        assert "Que firme el plan" in page
        assert "Ya está corregido" not in page

    def test_the_lead_of_elsewhere_finds_none(self, cast, drawn, client_of):
        client = client_of(cast.supervisor_esq)
        assert client.get(LIST).context["lines"] == []
        assert client.get(reverse("quality:verify", args=[drawn.pk])).status_code == 404
        assert client.post(reverse("quality:draw", args=[drawn.office_id])).status_code == 404

    def test_figures_of_the_month_and_of_six(self, cast, drawn, client_of):
        for _more in range(2):
            another = drawn_of(opened_case(cast.promotora), cast.promotora)
            checked(another, cast.supervisora)
        to_correct(drawn, cast.supervisora)
        shown = client_of(cast.supervisora).get(LIST).context
        ((line, cell),) = shown["lines"]
        assert (line.manager, cell.drawn, cell.verified, cell.conform) == (
            cast.promotora, 1, 1, 0
        )  # fmt: skip
        ((_line, cells),) = shown["trend"]
        assert [cell.rate for _month, cell in cells] == [None, None, None, 100, 100, 0]
        earlier = f"{shown['months'][-2]:%Y-%m}"
        ((_line, cell),) = client_of(cast.supervisora).get(f"{LIST}?mes={earlier}").context["lines"]
        assert cell.rate == 100

    @pytest.mark.parametrize("wrong", ["", "2026-13", "x" * 300, "1900-01"])
    def test_a_month_that_is_none_shows_the_last_one(self, cast, client_of, wrong):
        shown = client_of(cast.supervisora).get(LIST, {"mes": wrong})
        assert shown.status_code == 200
        assert shown.context["month"] == last_month()

    def test_it_asks_the_same_however_many_there_are(self, cast, client_of):
        client, counts = client_of(cast.supervisora), []
        for _more in range(3):
            drawn = drawn_of(opened_case(cast.promotora), cast.promotora)
            to_correct(drawn_of(opened_case(cast.promotor), cast.promotor), cast.supervisora)
            assert drawn.pk
            client.get(LIST)
            with CaptureQueriesContext(connection) as told:
                client.get(LIST)
            counts.append(len(told))
        assert counts[1] == counts[2]


class TestDrawing:
    def test_the_button_draws_once_when_the_job_did_not(self, cast, client_of):
        middle = begins_at(last_month()) + timedelta(days=9)
        with acting_as(SYSTEM, at=middle):
            case = opened_case(cast.promotora)
        client = client_of(cast.supervisora)
        assert "Sortear" in client.get(LIST).content.decode()
        for _time in range(2):
            client.post(reverse("quality:draw", args=[case.office_id]))
        with acting_as(SYSTEM):
            (draw,) = QualityDraw.objects.all()
        assert (draw.drawn_by, draw.candidates) == (cast.supervisora, 1)
        page = client.get(LIST).content.decode()
        assert f"Lo pidió {cast.supervisora}" in page
        assert "Sortear" not in page


class TestVerifying:
    def test_one_page_and_one_save(self, cast, case, drawn, client_of):
        client = client_of(cast.supervisora)
        address = reverse("quality:verify", args=[drawn.pk])
        page = client.get(address).content.decode()
        assert "tel:+50255550123" in page
        assert "Arraigo ve: permiso dado el" in page
        assert "Arraigo ve: el perfil no está completo." in page
        for _time in range(2):
            answer = client.post(address, filled(reached="call", confirms="all"))
        with acting_as(SYSTEM):
            (check,) = QualityCheck.objects.all()
        assert answer.url == check.get_absolute_url()
        assert (check.result, check.reached, check.confirms) == (
            Result.CONFORMS, Reached.CALL, Confirms.ALL
        )  # fmt: skip
        assert client.get(address).url == check.get_absolute_url()

    def test_the_notes_of_the_month_are_read_there(self, cast, client_of):
        with acting_as(SYSTEM, at=begins_at(last_month()) + timedelta(days=3)):
            case = opened_case(cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            for text, day in (("Quiere soldar", last_month() + timedelta(days=5)),
                              ("Ya solda", clock.today())):  # fmt: skip
                record_note(data=note(case, text=text, occurred_on=day), user=cast.promotora)
        drawn = drawn_of(case, cast.promotora)
        page = client_of(cast.supervisora).get(drawn.get_absolute_url()).content.decode()
        assert "Quiere soldar" in page
        assert "Ya solda" not in page

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"item_plan": ""}, "Falta responder: El plan está firmado y revisado"),
            ({"item_plan": "quizá"}, "quizá"),
            ({"item_plan": "no"}, "El resultado es «Con observaciones»"),
            ({"reached": "not_tried"}, "Escriba por qué no se intentó."),
            ({"satisfaction": "9"}, "9"),
            ({"correct_by": "ayer"}, "fecha"),
            ({"id": "x"}, "UUID"),
            ({"observations": "x" * 2001}, "2000"),
        ],
    )
    def test_wrong_input_says_what_to_do_and_loses_nothing(
        self, cast, drawn, client_of, changes, says
    ):
        data = filled(**{"correction": "Que vuelva a firmar", **changes})
        if changes.get("reached") or "no" in changes.values():
            data.pop("correction")
        answer = client_of(cast.supervisora).post(drawn.get_absolute_url(), data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert says in page
        if "correction" in data:
            assert "Que vuelva a firmar" in page
        with acting_as(SYSTEM):
            assert not QualityCheck.objects.exists()

    def test_a_case_that_cannot_be_verified(self, cast, drawn, client_of):
        client, ident = client_of(cast.supervisora), filled()["id"]
        address = reverse("quality:unverifiable", args=[drawn.pk])
        without = client.post(address, {"id": ident, "why": "other"})
        assert without.status_code == 422
        assert "Escriba por qué no se puede verificar." in without.content.decode()
        client.post(address, {"id": ident, "why": "other", "told": "Cambió de país"})
        ((_line, cell),) = client.get(LIST).context["lines"]
        assert (cell.unverifiable, cell.pending, cell.rate) == (1, 0, None)

    def test_the_lead_does_not_open_her_own_case(self, cast, client_of):
        own = drawn_of(opened_case(cast.supervisora), cast.supervisora)
        client = client_of(cast.supervisora)
        assert "los verifica otra persona" in client.get(LIST).content.decode()
        answer = client.get(own.get_absolute_url(), follow=True)
        assert "Quien lleva el caso no lo verifica." in answer.content.decode()


class TestCorrecting:
    def test_from_hoy_to_the_lead_in_two_taps(self, cast, case, drawn, client_of):
        check = to_correct(drawn, cast.supervisora, correct_by=clock.today())
        client = client_of(cast.promotora)
        today = client.get("/hoy/").content.decode()
        assert check.get_absolute_url() in today
        page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        assert "Que firme el plan" in page
        assert "Por corregir para el" in page
        shown = client.get(check.get_absolute_url()).content.decode()
        assert "Ya está corregido" in shown
        client.post(reverse("quality:corrected", args=[check.pk]), {"note": "Firmó ayer"})
        assert check.get_absolute_url() not in client.get("/hoy/").content.decode()
        lead = client_of(cast.supervisora)
        assert "Corregido" in lead.get(LIST).content.decode()
        assert "Firmó ayer" in lead.get(check.get_absolute_url()).content.decode()

    def test_what_she_told_is_for_who_oversees(self, cast, drawn, client_of):
        check = checked(
            drawn, cast.supervisora, reached=Reached.CALL, confirms=Confirms.PARTLY,
            differs="Nunca la visitó", observations="Sin visitas",
        )  # fmt: skip
        address = check.get_absolute_url()
        assert "Nunca la visitó" in client_of(cast.supervisora).get(address).content.decode()
        assert "Nunca la visitó" in client_of(cast.oficial).get(address).content.decode()
        hers = client_of(cast.promotora).get(address).content.decode()
        assert "Sin visitas" in hers
        assert "Nunca la visitó" not in hers

    def test_a_colleague_sees_no_verdict_on_the_page_of_the_case(
        self, cast, case, drawn, client_of
    ):
        to_correct(drawn, cast.supervisora)
        page = client_of(cast.promotor).get(reverse("desk:case", args=[case.pk]))
        assert list(page.context["checks"]) == []
        assert "Que firme el plan" not in page.content.decode()

    def test_annulled_it_waits_again(self, cast, drawn, client_of):
        check = to_correct(drawn, cast.supervisora)
        lead = client_of(cast.supervisora)
        lead.post(reverse("quality:annul", args=[check.pk]), {"reason": "Era otro caso"})
        assert [row.pk for row, _may in lead.get(LIST).context["pending"]] == [drawn.pk]
        assert client_of(cast.promotora).get(check.get_absolute_url()).status_code == 200


def test_the_board_tells_how_many_wait(cast, drawn, client_of):
    drawn_of(opened_case(cast.promotor), cast.promotor)
    lead = client_of(cast.supervisora)
    assert lead.get("/tablero/").context["to_verify"] == 2
    assert len(lead.get(LIST).context["pending"]) == 2
    checked(drawn, cast.supervisora)
    assert lead.get("/tablero/").context["to_verify"] == 1


def test_months_are_those_of_guatemala():
    assert months_until(date(2026, 2, 1), 3) == [
        date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)
    ]  # fmt: skip
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    with acting_as(SYSTEM, at=datetime.fromisoformat("2026-09-01T05:59:00+00:00")):
        assert last_month() == date(2026, 7, 1)
    with acting_as(SYSTEM, at=datetime.fromisoformat("2026-09-01T06:00:00+00:00")):
        assert last_month() == date(2026, 8, 1)
        assert shown_months()[0] == date(2026, 3, 1)
