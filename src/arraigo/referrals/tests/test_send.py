"""Sending a referral."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.factories import opened_case

from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case, CaseEvent
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentDecision, ConsentPurpose, ScopeReason
from arraigo.people.models import Consent, PersonScope
from arraigo.referrals.actions import send_referral, withdraw_referral
from arraigo.referrals.enums import Priority
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.referrals.suggestions import suggest
from arraigo.referrals.tests.making import agreed, course, referral_input, run_jobs, sent

pytestmark = pytest.mark.django_db


def test_writes_everything_in_one_go(cast: SimpleNamespace, case: Case) -> None:
    referral = sent(case, cast.promotora, "nombre", need="  Oficio  ")
    with acting_as(SYSTEM):
        assert (referral.state, referral.need) == ("enviada", "Oficio")
        assert referral.office == case.office
        assert referral.organization == course().organization
        consent = Consent.objects.get(purpose=ConsentPurpose.PARTNER, person=case.person_id)
        assert referral.consent == consent
        assert consent.disclosed_fields == referral.disclosed_fields == ["nombre"]
        assert consent.recipient == referral.organization
        assert PersonScope.objects.filter(
            person=case.person_id,
            organization=referral.organization,
            reason=ScopeReason.REFERRAL,
        ).exists()
        event = ReferralEvent.objects.get(referral=referral)
        assert (event.from_state, event.to_state) == ("borrador", "enviada")
        assert event.recorded_by == cast.promotora
        assert CaseEvent.objects.filter(case=case, kind=EventKind.REFERRAL_SENT).count() == 1
    assert run_jobs("send_message") == 1


@pytest.mark.parametrize(
    ("priority", "hours"),
    [(Priority.EMERGENCY, 24), (Priority.URGENT, 72), (Priority.NORMAL, 336)],
)
def test_deadline_follows_the_priority(
    cast: SimpleNamespace, case: Case, priority: Priority, hours: int
) -> None:
    referral = sent(case, cast.promotora, priority=priority)
    assert referral.deadline - referral.sent_at == timedelta(hours=hours)


def test_twice_is_once(cast: SimpleNamespace, case: Case) -> None:
    data = referral_input(case)
    with acting_as(Actor.user(cast.promotora)):
        first = send_referral(data=data, consent_given=agreed(), user=cast.promotora)
        second = send_referral(data=data, consent_given=agreed(), user=cast.promotora)
        assert first == second
        assert Referral.objects.count() == ReferralEvent.objects.count() == 1
        assert Consent.objects.filter(purpose=ConsentPurpose.PARTNER).count() == 1
    assert run_jobs("send_message") == 1


def test_no_mail_is_queued_without_a_registered_contact(cast: SimpleNamespace, case: Case) -> None:
    course().organization.__class__.objects.filter(pk=course().organization_id).update(
        registered_email=""
    )
    sent(case, cast.promotora)
    assert run_jobs("send_message") == 0


def test_a_foreign_office_cannot_refer(cast: SimpleNamespace, case: Case) -> None:
    with pytest.raises(Refused, match="no está en su oficina"):
        sent(case, cast.promotora_esq)


def test_a_closed_case_cannot_be_referred(cast: SimpleNamespace, case: Case) -> None:
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    with pytest.raises(Refused, match="cerrado"):
        sent(case, cast.promotora)


@pytest.mark.parametrize("decision", [ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN])
def test_without_consent_nothing_is_sent(
    cast: SimpleNamespace, case: Case, decision: ConsentDecision
) -> None:
    with acting_as(Actor.user(cast.promotora)):
        with pytest.raises(Refused, match="consentimiento"):
            send_referral(
                data=referral_input(case),
                consent_given=agreed(decision=decision),
                user=cast.promotora,
            )
        assert not Referral.objects.exists()
        assert not Consent.objects.filter(purpose=ConsentPurpose.PARTNER).exists()


def test_unknown_data_closed_services_and_empty_needs_are_refused(
    cast: SimpleNamespace, case: Case
) -> None:
    with pytest.raises(Refused, match="un dato que no se entrega"):
        sent(case, cast.promotora, "diagnostico")
    with pytest.raises(Refused, match="necesidad"):
        sent(case, cast.promotora, need="  ")
    closed = course()
    closed.is_active = False
    with pytest.raises(Refused, match="ya no se ofrece"):
        sent(case, cast.promotora, service=closed)


def test_who_sees_it(cast: SimpleNamespace, referral: Referral) -> None:
    elsewhere = opened_case(cast.promotora_esq)
    sent(elsewhere, cast.promotora_esq)
    for user, seen in [
        (cast.promotora, 1),
        (cast.supervisora, 1),
        (cast.promotora_esq, 1),
        (cast.oficial, 2),
        (cast.socia, 2),
        (cast.empleadora, 0),
    ]:
        with acting_as(Actor.user(user)):
            visible = Referral.objects.visible_to(user)
            assert visible.count() == seen, user
            assert visible.open().count() == visible.awaiting_answer().count() == seen


def test_an_institution_does_not_see_what_was_sent_to_another(
    cast: SimpleNamespace, case: Case, referral: Referral
) -> None:
    other = course().__class__.objects.get(name="Intermediación laboral (ficticia)")
    sent(case, cast.promotora, service=other)
    with acting_as(Actor.user(cast.socia)):
        assert list(Referral.objects.visible_to(cast.socia)) == [referral]


def test_a_service_is_not_referred_to_twice_while_no_outcome_is_known(
    cast: SimpleNamespace, case: Case
) -> None:
    first = sent(case, cast.promotora)
    with pytest.raises(Refused, match="ya tiene una referencia abierta"):
        sent(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        assert first.service not in [found.service for found in suggest(case.person)]
        withdraw_referral(referral=first, reason="Otro día", user=cast.promotora)
    sent(case, cast.promotora)


def test_the_list_of_a_case_takes_one_query(
    cast: SimpleNamespace, case: Case, django_assert_num_queries
) -> None:
    for _number in range(3):
        referral = sent(case, cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            withdraw_referral(referral=referral, reason="Otro día", user=cast.promotora)
    with acting_as(Actor.user(cast.promotora)), django_assert_num_queries(1):
        rows = [
            (referral.service.name, referral.organization.name, referral.get_absolute_url())
            for referral in Referral.objects.for_case(case)
        ]
    assert len(rows) == 3
