"""Two people at once: six threads do the same thing on committed data, and one effect remains."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.test import Client

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
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.merging.enums import Verdict
from arraigo.people.merging.matches import decide_match, propose_match
from arraigo.people.merging.models import MatchSettlement, Merge, PersonAlias
from arraigo.people.models import Consent, ContactPoint, Person
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
from tests.factories import month_ending_today, opened_case, registration, witnessed

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


def two_people(promotora: Any) -> tuple[Person, Person, Any]:
    with acting_as(Actor.user(promotora)):
        office = office_of(promotora)
        one, other = (
            register_person(data=registration(), user=promotora, office=office) for _ in range(2)
        )
    return one, other, office


def test_however_many_confirm_a_merge_it_happens_once(committed):
    promotora = committed.promotora
    one, other, _office = two_people(promotora)
    with acting_as(Actor.user(promotora)):
        merge = request_merge(survivor=one, absorbed=other, reason="Mismo DPI", user=promotora)
    results = at_once(
        committed.promotor,
        lambda me: confirm_merge(merge=Merge.objects.get(pk=merge.pk), user=me),
    )
    assert done(results)
    with acting_as(SYSTEM):
        assert PersonAlias.objects.get().person_id == other.pk
        assert merge.moves.filter(kind="created", table_name="people_personalias").count() == 1


def test_two_merges_in_opposite_directions_leave_one(committed):
    promotora = committed.promotora
    one, other, _office = two_people(promotora)
    pairs = iter([(one, other), (other, one)] * (THREADS // 2))
    turn = threading.Lock()

    def ask(me: Any) -> Any:
        with turn:
            survivor, absorbed = next(pairs)
        return request_merge(survivor=survivor, absorbed=absorbed, reason="Mismo", user=me)

    at_once(promotora, ask)
    with acting_as(SYSTEM):
        assert Merge.objects.count() == 1


def test_what_is_written_while_two_files_are_merged_ends_up_in_the_one_that_continues(committed):
    promotora = committed.promotora
    one, other, office = two_people(promotora)
    with acting_as(Actor.user(promotora)):
        case = open_case(person=other, office=office, source=Source.FAIR, user=promotora)
        referral = send_referral(
            data=ReferralInput(
                case=case,
                service=Service.objects.get(name="Curso de soldadura (ficticio)"),
                need="Aprender",
            ),
            consent_given=witnessed(DisclosedField.NAME),
            user=promotora,
        )
        merge = request_merge(survivor=one, absorbed=other, reason="Mismo DPI", user=promotora)
    roles = itertools.count()

    def act(me: Any) -> Any:
        number = next(roles)
        if number == 0:
            return confirm_merge(merge=Merge.objects.get(pk=merge.pk), user=me)
        if number == 1:
            return record_answer(
                referral=referral,
                answer=AnswerInput(answer=Answer.FINISHED),
                channel=Channel.PHONE,
                user=me,
            )
        return ContactPoint.objects.create(person=other, phone=f"+5025555020{number}")

    assert len(done(at_once(committed.promotor, act))) == THREADS
    with acting_as(SYSTEM):
        for model in (Case, ServiceDelivery, Referral, ContactPoint):
            assert set(model.objects.values_list("person", flat=True)) == {one.pk}
        assert ServiceDelivery.objects.count() == 1
        assert ContactPoint.objects.count() == THREADS - 2


def test_two_who_find_a_pair_different_at_once_settle_it(committed):
    one, other, _office = two_people(committed.promotora)
    with acting_as(SYSTEM):
        candidate = propose_match(one=one, other=other, agreements=["cui"])
    users = itertools.cycle([committed.promotora, committed.promotor])
    turn = threading.Lock()

    def decide(_me: Any) -> Any:
        with turn:
            user = next(users)
        with acting_as(Actor.user(user)):
            return decide_match(candidate=candidate, verdict=Verdict.DIFFERENT, user=user)

    at_once(committed.promotora, decide)
    with acting_as(SYSTEM):
        assert MatchSettlement.objects.get().verdict == Verdict.DIFFERENT


def test_files_opened_at_once_are_counted_one_after_the_other(committed):
    """Six threads open six files where four are the limit: four show, and one is told of."""
    from arraigo.accounts.harvest.models import LookAlert, LookLimit
    from tests.access.asking import client_for

    with acting_as(SYSTEM):
        LookLimit.objects.create(
            role="promotor", alert_files=3, stop_files=4, alert_searches=9, stop_searches=9
        )
    promotora = committed.promotora
    cases = iter([opened_case(promotora) for _ in range(THREADS)])
    client = client_for(promotora)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 7_200
    session.save()
    client.get("/mas/")
    key = client.cookies["session"].value
    gate = threading.Barrier(THREADS)

    def opens(case: Case) -> int:
        browser = Client()
        browser.cookies["session"] = key
        gate.wait()
        try:
            return browser.get(f"/casos/{case.pk}/").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = list(pool.map(opens, cases))
    assert sorted(statuses) == [200] * 4 + [429] * 2
    with acting_as(SYSTEM):
        alert = LookAlert.objects.get()
    assert (alert.user_id, alert.number) == (promotora.pk, 3)
    assert alert.stopped_at is not None
