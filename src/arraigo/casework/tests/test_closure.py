"""Closing a case: reason and outcome apart, certified by another person, reopened."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.actions import (
    certify_closure,
    plan_due,
    record_attempt,
    reopen_case,
    request_closure,
    return_closure,
)
from arraigo.casework.enums import ClosureState, DueKind
from arraigo.casework.models import Case, CaseState, Closure
from arraigo.casework.tests.making import attempt, case_of, closure, on_day, requested
from arraigo.core import clock
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db


def test_requested_certified_and_the_agenda_ends(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora, 5):
        plan_due(case=case, kind=DueKind.TASK, title="x", due_on=clock.today(), source=case)
    found = requested(cast.promotora, case)
    assert requested(cast.promotora, case) == found
    with on_day(cast.supervisora, 12):
        for _ in range(2):
            certify_closure(closure=found, user=cast.supervisora)
        case = Case.objects.get(pk=case.pk)
        assert case.closed_on is not None
        assert not case.dues.open().exists()
        assert CaseState.objects.get(case=case).missing == []
        assert case.events.filter(kind="case_closed").count() == 1


@pytest.mark.parametrize("who", ["promotora", "promotor", "supervisor_esq", "oficial"])
def test_nobody_else_certifies(cast, who):
    found, user = requested(cast.promotora), getattr(cast, who)
    with on_day(cast.oficial, 11), pytest.raises(Refused):
        certify_closure(closure=found, user=user)


def test_a_lead_who_manages_or_requested_does_not_certify(cast, case):
    own = requested(cast.supervisora, case)
    managed = requested(cast.promotora, case_of(cast.supervisora))
    for found in (own, managed):
        with on_day(cast.supervisora, 11), pytest.raises(Refused):
            certify_closure(closure=found, user=cast.supervisora)
    with (
        on_day(cast.supervisora, 11),
        pytest.raises(IntegrityError, match="closure_four_eyes"),
        transaction.atomic(),
    ):
        Closure.objects.filter(pk=own.pk).update(
            state=ClosureState.CERTIFIED, certified_by=cast.supervisora, certified_at=clock.now()
        )


def test_returned_with_a_reason_and_asked_again(cast):
    found = requested(cast.promotora)
    with on_day(cast.supervisora, 11):
        with pytest.raises(Refused):
            return_closure(closure=found, reason=" ", user=cast.supervisora)
        for _ in range(2):
            return_closure(closure=found, reason="Falta la constancia", user=cast.supervisora)
        assert CaseState.objects.get(case=found.case).step == 1
    again = requested(cast.promotora, found.case)
    assert again != found
    assert again.state == ClosureState.REQUESTED


def test_reopened_with_a_reason(cast):
    found = requested(cast.promotora)
    with on_day(cast.supervisora, 11):
        certify_closure(closure=found, user=cast.supervisora)
        for _ in range(2):
            reopen_case(closure=found, reason="Regresó", user=cast.supervisora)
        case = Case.objects.get(pk=found.case_id)
        assert case.closed_on is None
        assert CaseState.objects.get(case=case).step == 1
        assert case.events.filter(kind="case_reopened").count() == 1


def test_unreachable_needs_three_attempts_in_thirty_days(cast, case):
    for number, day in enumerate((1, 15, 31)):
        with on_day(cast.promotora, day):
            with pytest.raises(Refused):
                request_closure(data=closure(case, reason="no_localizada"), user=cast.promotora)
            for _ in range(2):
                data = attempt(case)
                record_attempt(data=data, user=cast.promotora)
                record_attempt(data=data, user=cast.promotora)
                if number != 1:
                    break
    with on_day(cast.promotora, 32):
        found = request_closure(data=closure(case, reason="no_localizada"), user=cast.promotora)
        assert found.reason_label == "No localizada"


@pytest.mark.parametrize(
    "wrong", [{"reason": "otro"}, {"outcome": "otro"}, {"evidence": "  "}], ids=str
)
def test_what_the_protocol_does_not_know_is_refused(cast, case, wrong):
    with on_day(cast.promotora), pytest.raises(Refused):
        request_closure(data=closure(case, **wrong), user=cast.promotora)


def test_the_pages(cast, case, client_of):
    promotora, lead = client_of(cast.promotora), client_of(cast.supervisora)
    url = f"/casos/{case.pk}/cierre/"
    empty = promotora.post(url, {"evidence": "Constancia 7"})
    assert empty.status_code == 422
    assert empty.content.decode().count("Escoja el motivo.") == 2
    assert "Constancia 7" in empty.content.decode()
    told = {"reason": "objetivos", "outcome": "parcial", "evidence": "Sí"}
    told["id"] = str(uuid.uuid4())
    assert promotora.post(url, told).status_code == 302
    assert promotora.post(url, told).status_code == 302
    found = closure_of(cast, case)
    assert "Objetivos cumplidos" in lead.get(f"/casos/cierres/{found.pk}/").content.decode()
    assert str(found.pk) in lead.get("/hoy/").content.decode()
    assert "Certificar" not in promotora.get(f"/casos/cierres/{found.pk}/").content.decode()
    assert promotora.post(f"/casos/cierres/{found.pk}/certificar/").status_code == 403
    assert lead.post(f"/casos/cierres/{found.pk}/devolver/", {}).status_code == 422
    assert lead.post(f"/casos/cierres/{found.pk}/certificar/").status_code == 302
    assert "Caso cerrado" in lead.get(f"/casos/{case.pk}/").content.decode()
    assert lead.post(f"/casos/cierres/{found.pk}/reabrir/", {"reason": "Volvió"}).status_code == 302
    assert client_of(cast.promotora_esq).get(url).status_code == 404
    assert client_of(cast.supervisor_esq).get(f"/casos/cierres/{found.pk}/").status_code == 404


def closure_of(cast, case):
    with on_day(cast.promotora, 900):
        return Closure.objects.get(case=case)
