"""Four eyes: the Project Lead reviews what somebody else agreed."""

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.actions import write_event
from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent, CaseState
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.plans.actions import approve_plan, return_plan
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import again, agreed, amended, approved, drafted
from arraigo.plans.transitions import can_review

pytestmark = pytest.mark.django_db


def reviews():
    with acting_as(SYSTEM):
        return CaseEvent.objects.filter(kind=EventKind.PLAN_REVIEWED).count()


def test_approving_twice_is_once(cast, plan):
    for _time in range(2):
        with acting_as(Actor.user(cast.supervisora)):
            approve_plan(plan=plan, user=cast.supervisora, comment=" Bien ")
    done = again(plan)
    assert (done.state, done.reviewed_by, done.review_comment) == (
        "revisado", cast.supervisora, "Bien",
    )  # fmt: skip
    assert reviews() == 1


def missing(plan):
    with acting_as(SYSTEM):
        state = CaseState.objects.get(case=plan.case_id)
    return state.step, state.missing


def test_returning_needs_a_comment_and_is_no_review(cast, plan):
    with acting_as(Actor.user(cast.supervisora)):
        with pytest.raises(Refused, match="qué hay que cambiar"):
            return_plan(plan=plan, user=cast.supervisora, comment=" ")
        for _time in range(2):
            return_plan(plan=plan, user=cast.supervisora, comment="Faltan fechas")
    done = again(plan)
    assert (done.state, done.is_in_force) == ("devuelto", True)
    assert reviews() == 0
    with acting_as(SYSTEM):
        assert CaseEvent.objects.filter(kind=EventKind.PLAN_RETURNED).count() == 1


def test_a_returned_plan_is_to_be_agreed_anew(cast, case, plan):
    with acting_as(SYSTEM):
        write_event(case=case, kind=EventKind.PROFILE_COMPLETED, source=case)
    assert missing(plan) == (2, ["plan_review"])
    with acting_as(Actor.user(cast.supervisora)):
        return_plan(plan=plan, user=cast.supervisora, comment="Faltan fechas")
    assert missing(plan) == (2, ["plan", "plan_review"])
    with acting_as(SYSTEM):
        assert CaseState.objects.get(case=case).last_contact_on == plan.agreed_on
    amended(plan, cast.promotora)
    agreed(case, cast.promotora)
    assert missing(plan) == (2, ["plan_review"])


def test_a_new_version_opens_the_review_again(cast, case):
    with acting_as(SYSTEM):
        write_event(case=case, kind=EventKind.PROFILE_COMPLETED, source=case)
    first = approved(case, cast.promotora, cast.supervisora)
    assert missing(first) == (3, ["service"])
    amended(first, cast.promotora)
    assert missing(first) == (3, ["service"])
    second = agreed(case, cast.promotora)
    assert missing(first) == (2, ["plan_review"])
    with acting_as(Actor.user(cast.supervisora)):
        assert list(Plan.objects.reviewable_by(cast.supervisora)) == [second]
        approve_plan(plan=second, user=cast.supervisora)
    assert missing(first) == (3, ["service"])


def test_the_lead_that_comes_second_is_told(cast, plan):
    """Approved in one window, returned in another."""
    with acting_as(Actor.user(cast.supervisora)):
        approve_plan(plan=plan, user=cast.supervisora)
        with pytest.raises((Refused, Outdated)):
            return_plan(plan=plan, user=cast.supervisora, comment="No")
    assert again(plan).state == "revisado"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("promotora", "Su función"), ("promotor", "Su función"), ("oficial", "Su función"),
        ("supervisor_esq", "no está en su oficina"),
    ],
)  # fmt: skip
def test_nobody_else_reviews(cast, plan, who, words):
    user = getattr(cast, who)
    with acting_as(Actor.user(user)), pytest.raises(Refused, match=words):
        approve_plan(plan=plan, user=user)
    assert again(plan).state == "acordado"


def test_a_lead_does_not_review_what_she_wrote_or_signed(cast, case):
    own = agreed(case, cast.supervisora)
    with acting_as(Actor.user(cast.supervisora)):
        assert not can_review(own, cast.supervisora)
        with pytest.raises(Refused, match="Nadie revisa su propio plan"):
            approve_plan(plan=own, user=cast.supervisora)
        assert not Plan.objects.reviewable_by(cast.supervisora).exists()


def test_a_lead_who_only_signed_with_the_person_does_not_review(cast, case):
    drafted(case, cast.promotora)
    signed = agreed(case, cast.supervisora)
    assert signed.author == cast.promotora
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="su propio"):
        approve_plan(plan=signed, user=cast.supervisora)


def test_the_database_refuses_a_review_by_the_author(cast, plan):
    refused = pytest.raises(IntegrityError, match="never_reviewed_by_its_author")
    with acting_as(SYSTEM), refused, transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(
            state="revisado", reviewed_by=cast.promotora, reviewed_at=clock.now()
        )


def test_a_replaced_version_is_not_reviewed(cast, case, plan):
    amended(plan, cast.promotora)
    agreed(case, cast.promotora)
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="reemplazó"):
        approve_plan(plan=again(plan), user=cast.supervisora)


def test_what_waits_for_a_lead(cast, plan):
    with acting_as(Actor.user(cast.supervisora)):
        assert list(Plan.objects.reviewable_by(cast.supervisora)) == [plan]
    with acting_as(SYSTEM):
        for user in (cast.promotora, cast.supervisor_esq, cast.oficial):
            assert not Plan.objects.reviewable_by(user).exists()
    with acting_as(Actor.user(cast.supervisora)):
        approve_plan(plan=plan, user=cast.supervisora)
        assert not Plan.objects.reviewable_by(cast.supervisora).exists()
