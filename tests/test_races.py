"""Two people at once: six threads do the same thing on committed data, and one effect remains."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections

from arraigo.accounts.models import User
from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import Case, CaseEvent, ServiceDelivery
from arraigo.contracts.actions import certify, issue_certificate, sign_contract
from arraigo.contracts.models import PaymentCertificate
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.demo.cast import LOGINS
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.people.actions import register_person
from arraigo.people.models import Consent, Person
from arraigo.people.offices import office_of
from arraigo.referrals.actions import record_answer, send_referral
from arraigo.referrals.enums import Answer, Channel, DisclosedField
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.reports.actions import (
    Narrative,
    approve_report,
    save_narrative,
    start_report,
    submit_report,
)
from arraigo.reports.models import MonthlyReport, ReportFact
from tests.database import Address
from tests.factories import month_ending_today, registration, witnessed

THREADS = 6


@pytest.fixture
def committed(
    database_address: Address, django_db_setup: None, django_db_blocker: Any, worker_id: str
) -> Iterator[SimpleNamespace]:
    """A database of the test's own, where what is done is committed; yield the cast."""
    name = database_address.clone(f"arraigo_race_{worker_id}")
    settings = connections["default"].settings_dict
    usual = settings["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        settings["NAME"] = name
        users = {user.email: user for user in User.objects.all()}
        yield SimpleNamespace(
            **{login.key.replace(".", "_"): users[login.email] for login in LOGINS}
        )
        connections.close_all()
        settings["NAME"] = usual


def at_once(user: Any, act: Callable[[Any], Any]) -> list[Any]:
    """Let six threads act as `user` at the same moment; return results and refusals."""
    gate = threading.Barrier(THREADS)

    def run(_number: int) -> Any:
        gate.wait()
        try:
            with acting_as(Actor.user(user)):
                return act(User.objects.get(pk=user.pk))
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def done(results: list[Any]) -> list[Any]:
    return [result for result in results if not isinstance(result, Exception)]


def test_the_line_has_one_effect_at_each_step_however_many_press(committed):
    promotora = committed.promotora
    data = registration()
    with acting_as(Actor.user(promotora)):
        office = office_of(promotora)
    at_once(promotora, lambda me: register_person(data=data, user=me, office=office))
    with acting_as(SYSTEM):
        assert Consent.objects.filter(person=data.id).count() == 1
        person = Person.objects.get()

    at_once(
        promotora,
        lambda me: open_case(person=person, office=office, source=Source.FAIR, user=me),
    )
    with acting_as(SYSTEM):
        case = Case.objects.get()
        assert case.code.split("-")[2] == "00001"
        assert CaseEvent.objects.filter(case=case).count() == 1

    sent = ReferralInput(
        id=uuid.uuid4(),
        case=case,
        service=Service.objects.get(name="Curso de soldadura (ficticio)"),
        need="Aprender un oficio",
    )
    consent = witnessed(DisclosedField.NAME)
    at_once(promotora, lambda me: send_referral(data=sent, consent_given=consent, user=me))
    with acting_as(SYSTEM):
        referral = Referral.objects.get()
        assert ReferralEvent.objects.count() == 1

    answer = AnswerInput(answer=Answer.FINISHED)
    at_once(
        promotora,
        lambda me: record_answer(
            referral=referral, answer=answer, channel=Channel.PHONE, user=me, answered_by="Ana"
        ),
    )
    with acting_as(SYSTEM):
        assert ServiceDelivery.objects.standing().count() == 1
        assert ReferralEvent.objects.count() == 2

    month = the_month_is_reported(committed, office)
    the_month_is_paid(committed, month)


def the_month_is_reported(committed: SimpleNamespace, office: Any) -> Any:
    promotora, lead = committed.promotora, committed.supervisora
    with acting_as(SYSTEM):
        contract = sign_contract(
            number="R-1",
            consultant=promotora,
            position="Promotora",
            office=office,
            award=Award.objects.get(code="CAP-US-01"),
            monthly_fee=Decimal("11000.00"),
            months=Decimal("3.5"),
            starts_on=month_ending_today(),
        )
        month = contract.contract_months.get(number=1)
    at_once(
        promotora,
        lambda me: start_report(
            author=me, office=office, starts_on=month.starts_on, ends_on=month.ends_on
        ),
    )
    with acting_as(Actor.user(promotora)):
        report = MonthlyReport.objects.get()
        texts = Narrative(good_practices="Una", challenges="Otro")
        save_narrative(report=report, user=promotora, version=report.version, narrative=texts)
    at_once(promotora, lambda me: submit_report(report=MonthlyReport.objects.get(), user=me))
    approvals = at_once(
        lead, lambda me: approve_report(report=MonthlyReport.objects.get(), user=me)
    )
    assert len(done(approvals)) == 1
    with acting_as(SYSTEM):
        facts = ReportFact.objects.values_list("fact_id", "indicator_code", "variant")
        assert len(facts) == len(set(facts)) > 0
    return month


def the_month_is_paid(committed: SimpleNamespace, month: Any) -> None:
    at_once(committed.finanzas, lambda me: issue_certificate(contract_month=month, user=me))
    with acting_as(SYSTEM):
        certificate = PaymentCertificate.objects.get()
    at_once(committed.oficial, lambda me: certify(certificate=certificate, user=me))
    with acting_as(SYSTEM):
        certificate.refresh_from_db()
        assert certificate.certified_by == committed.oficial
        assert certificate.amount == Decimal("11000.00")


def test_two_different_answers_at_once_leave_one(committed):
    promotora = committed.promotora
    with acting_as(Actor.user(promotora)):
        office = office_of(promotora)
        person = register_person(data=registration(), user=promotora, office=office)
        case = open_case(person=person, office=office, source=Source.FAIR, user=promotora)
        referral = send_referral(
            data=ReferralInput(
                case=case,
                service=Service.objects.get(name="Curso de soldadura (ficticio)"),
                need="Aprender",
            ),
            consent_given=witnessed(DisclosedField.NAME),
            user=promotora,
        )
    answers = iter([Answer.REJECTED, Answer.FINISHED] * (THREADS // 2))
    turn = threading.Lock()

    def tell(me: Any) -> Any:
        with turn:
            answer = next(answers)
        return record_answer(
            referral=referral,
            answer=AnswerInput(answer=answer, reason="edad"),
            channel=Channel.PHONE,
            user=me,
        )

    at_once(promotora, tell)
    with acting_as(SYSTEM):
        referral.refresh_from_db()
        finished = referral.state == "concluida"
        assert ServiceDelivery.objects.standing().count() == int(finished)
        assert ReferralEvent.objects.filter(referral=referral).count() == 2


def test_six_registrations_at_once_get_six_codes_without_a_gap(committed):
    promotora = committed.promotora
    with acting_as(Actor.user(promotora)):
        office = office_of(promotora)

    def both(me: Any) -> str:
        person = register_person(data=registration(), user=me, office=office)
        return open_case(person=person, office=office, source=Source.FAIR, user=me).code

    codes = sorted(code.split("-")[2] for code in at_once(promotora, both))
    assert codes == [f"{number:05d}" for number in range(1, THREADS + 1)]
