"""The whole story, as `arraigo demo` tells it: every state is there, and no figure is a miracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import override_settings

from arraigo.accounts.models import User
from arraigo.casework import enums as casework_enums
from arraigo.casework import models as casework
from arraigo.contracts import models as contracts
from arraigo.contracts.authorisations.enums import AuthorisationState
from arraigo.coordination import models as coordination
from arraigo.coordination.enums import ActivityKind
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.demo.story import tell
from arraigo.demo.story.programme import POSITIONS
from arraigo.desk.agenda import by_day, due_now
from arraigo.indicators.computation import compute_in
from arraigo.indicators.lines import Scope
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.jobs import models as jobs
from arraigo.jobs.enums import PlacementKind
from arraigo.learning import models as learning
from arraigo.learning.enums import CertificateKind, TrainingState
from arraigo.people import models as people
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.minors import may_be_minor
from arraigo.plans import models as plans
from arraigo.plans.enums import ActionState
from arraigo.plans.enums import State as PlanState
from arraigo.profiling import models as profiling
from arraigo.public.complaints.enums import ComplaintState
from arraigo.public.complaints.models import Complaint
from arraigo.referrals import models as referrals
from arraigo.referrals.enums import RejectionReason, State
from arraigo.reports import models as reports
from arraigo.reports.enums import ReportState

pytestmark = [pytest.mark.sweep, pytest.mark.xdist_group("story")]

PERSONS = 300  # as `arraigo demo` tells them

#: States that nothing in Arraigo leads to yet, or that the actions pass through at once.
REFERRAL_STATES = set(State) - {
    State.DRAFT, State.ACCEPTED, State.ABANDONED, State.VERIFIED, State.DECLINED, State.EXPIRED,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole story, told once for this file and unmade afterwards."""
    until = datetime.combine(clock.today(), time.min, GUATEMALA)
    with (
        django_db_blocker.unblock(),
        override_settings(TRAINING_MODE=True),
        acting_as(SYSTEM, purpose="training") as context,
    ):
        for _moment in tell(seed=2026, until=until, persons=PERSONS):
            pass
        yield
        context.undo()


def states(model: Any, column: str = "state") -> Counter[str]:
    return Counter(model._default_manager.values_list(column, flat=True))


@pytest.mark.parametrize(
    ("model", "column", "expected"),
    [
        (referrals.Referral, "state", REFERRAL_STATES),
        (plans.Plan, "state", set(PlanState)),
        (plans.PlanAction, "state", set(ActionState)),
        (casework.Closure, "state", set(casework_enums.ClosureState)),
        (casework.Note, "kind", set(casework_enums.NoteKind)),
        (casework.ContactAttempt, "result", set(casework_enums.AttemptResult)),
        (casework.FollowUp, "employment", set(casework_enums.Employment)),
        (casework.Case, "source", set(casework_enums.Source)),
        (casework.Case, "office__code", {"ESC", "ESQ"}),
        (casework.ServiceDelivery, "directness", set(casework_enums.Directness)),
        (casework.ServiceDelivery, "award__code", {"CAP-US-01", "CAP-OT-01"}),
        (learning.Enrolment, "state", set(TrainingState)),
        (learning.Certificate, "kind", set(CertificateKind) - {CertificateKind.PROFESSIONAL}),
        (jobs.Placement, "kind", set(PlacementKind)),
        (coordination.Activity, "kind", set(ActivityKind)),
        (contracts.Authorisation, "state", set(AuthorisationState)),
        (reports.MonthlyReport, "state", set(ReportState)),
        (people.Consent, "how", set(ConsentHow)),
        (people.Person, "sex", {Sex.FEMALE, Sex.MALE}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_every_state_is_there(model, column, expected):
    missing = {str(each) for each in expected} - set(states(model, column))
    assert not missing


def test_all_are_fictitious_and_as_published():
    persons = list(people.Person.objects.all())
    assert len(persons) == PERSONS
    assert all(person.is_training for person in persons)
    women = sum(person.sex == Sex.FEMALE for person in persons) / PERSONS
    assert 0.11 <= women <= 0.14
    young = sum(18 <= person.registered_at.year - person.birth_year <= 30 for person in persons)
    assert 0.55 <= young / PERSONS <= 0.61
    assert people.RefusalCount.objects.exists()
    minors = [person for person in persons if may_be_minor(person.birth_year)]
    assert minors
    consents = people.Consent.objects.filter(person__in=minors, purpose="service")
    assert all(consent.guardian_name for consent in consents)
    assert any(person.cui for person in persons)
    assert not all(person.cui for person in persons)
    with_phone = people.ContactPoint.objects.values("person").distinct().count()
    assert 0.85 <= with_phone / PERSONS < 1


def test_the_protocol_stands_at_all_its_steps():
    assert people.Person.objects.filter(cases=None).exists()
    steps = set(casework.CaseState.objects.values_list("step", flat=True))
    assert {1, 2, 4, 5} <= steps
    assert casework.Case.objects.exclude(closed_on=None).exists()
    assert profiling.Profile.objects.filter(occupation_words="tablayesero").exists()
    assert profiling.Profile.objects.filter(completed_at=None).exists()
    assert plans.Plan.objects.filter(version__gt=1).exists()
    overdue = plans.PlanAction.objects.filter(state=ActionState.PENDING, due_on__lt=clock.today())
    assert overdue.exists()
    assert casework.Note.objects.filter(is_good_practice=True).exists()
    assert casework.Note.objects.filter(is_challenge=True).exists()
    assert casework.FollowUp.objects.exclude(unchanged_since=None).exists()
    assert jobs.Placement.objects.exclude(ended_on=None).exists()


def test_referrals_wait_too_long_and_are_rejected_with_reasons():
    assert any(referral.is_overdue for referral in referrals.Referral.objects.all())
    reasons = referrals.ReferralEvent.objects.exclude(reason="").values_list("reason", flat=True)
    assert len(set(reasons) & set(RejectionReason)) >= 4


def test_complaints_are_for_the_focal_point_only():
    focal_point = User.objects.get(email="peas@capacitacion.example")
    with acting_as(Actor.user(focal_point)):
        assert set(states(Complaint)) == set(ComplaintState)
    promotora = User.objects.get(email="promotora@capacitacion.example")
    with acting_as(Actor.user(promotora)):
        assert not Complaint.objects.exists()


def test_all_eight_indicators_count_in_the_last_month():
    month = Period.this_month().before()
    main = Indicator.objects.in_force(month.ends_on).main()
    figures = {row.code: compute_in(row, Scope(month)) for row in main}
    assert set(figures) == {"CA", *(str(number) for number in range(1, 9))}
    assert all(figure.value > 0 for figure in figures.values()), figures
    followed = figures["4"]
    assert followed.denominator is not None
    assert followed.value / followed.denominator < 0.5


def test_as_few_are_placed_as_is_published():
    referred = set(referrals.Referral.objects.values_list("person", flat=True))
    jobs_begun = jobs.Placement.objects.filter(kind=PlacementKind.EMPLOYED)
    placed = referred & set(jobs_begun.values_list("person", flat=True))
    assert 0.04 <= len(placed) / len(referred) <= 0.16  # published: 782 of 8,600


def test_months_are_approved_and_paid_and_the_present_one_is_open():
    approved = reports.MonthlyReport.objects.filter(state=ReportState.APPROVED)
    assert approved.values("starts_on").distinct().count() >= 5
    certified = contracts.PaymentCertificate.objects.exclude(certified_at=None)
    assert certified.count() == approved.count() - 1
    this_month = clock.today().replace(day=1)
    assert set(
        reports.MonthlyReport.objects.filter(starts_on=this_month).values_list("state", flat=True)
    ) <= {ReportState.DRAFT}


@pytest.mark.parametrize("key", [key for key, _office in POSITIONS])
def test_the_agenda_of_each_promotor_is_one_person_s_work(key):
    user = User.objects.get(email=f"{key}@capacitacion.example")
    with acting_as(Actor.user(user)):
        days = {day.kind: day.count for day in by_day(due_now(user))}
    assert 1 <= days["stop"] <= 30
    assert 1 <= days["warn"] <= 20
    assert 1 <= days["info"] <= 20
    oldest = casework.Due.objects.open().filter(assigned_to=user).earliest("due_on")
    assert oldest.due_on > clock.today() - timedelta(days=90), (oldest.kind, oldest.title)
