"""Saving the draft of a plan."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.plans.actions import PlanOutdated
from arraigo.plans.content import content_of
from arraigo.plans.inputs import PlanInput
from arraigo.plans.models import Goal, Plan, PlanAction
from arraigo.plans.tests.making import CONTENT, again, agreed, drafted

pytestmark = pytest.mark.django_db


def test_the_first_save_makes_version_one(cast, case):
    plan = again(drafted(case, cast.promotora))
    assert (plan.version, plan.revision, plan.state) == (1, 1, "borrador")
    assert plan.author == cast.promotora
    assert content_of(plan) == CONTENT
    with acting_as(SYSTEM):
        assert {row.person_id for row in (*Goal.objects.all(), *PlanAction.objects.all())} == {
            case.person_id
        }


def test_an_unfinished_draft_is_kept(cast, case):
    assert content_of(again(drafted(case, cast.promotora, PlanInput()))) == PlanInput()


def test_twice_is_once(cast, case):
    first, second = drafted(case, cast.promotora), drafted(case, cast.promotora)
    assert first == second
    assert again(second).revision == 1
    with acting_as(SYSTEM):
        assert (Goal.objects.count(), PlanAction.objects.count()) == (1, 2)


def test_the_second_of_two_is_shown_what_is_saved(cast, case):
    drafted(case, cast.promotora)
    other = replace(CONTENT, situation="Otra cosa")
    with pytest.raises(PlanOutdated) as caught:
        drafted(case, cast.promotor, other, revision=0)
    assert caught.value.saved.situation == CONTENT.situation
    plan = drafted(case, cast.promotor, other, revision=1)
    assert (plan.revision, plan.author, plan.situation) == (2, cast.promotor, "Otra cosa")


def test_goals_may_be_taken_away(cast, case):
    drafted(case, cast.promotora)
    drafted(case, cast.promotora, replace(CONTENT, goals=()), revision=1)
    with acting_as(SYSTEM):
        assert not Goal.objects.exists()


def test_a_signed_plan_is_never_saved_over(cast, case):
    agreed(case, cast.promotora)
    with pytest.raises(Refused, match="Haga una versión nueva"):
        drafted(case, cast.promotora, replace(CONTENT, situation="x"), revision=1)


def test_another_office_and_a_closed_case_are_refused(cast, case):
    with pytest.raises(Refused, match="no está en su oficina"):
        drafted(case, cast.promotora_esq)
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    with pytest.raises(Refused, match="cerrado"):
        drafted(case, cast.promotora)


def test_the_database_keeps_one_draft_and_one_row_a_version(cast, case):
    plan = drafted(case, cast.promotora)
    for version, name in ((2, "one_plan_draft_per_case"), (1, "plan_version_once")):
        with acting_as(SYSTEM), pytest.raises(IntegrityError, match=name), transaction.atomic():
            Plan.objects.create(
                case=case, person_id=plan.person_id, version=version, author=cast.promotora
            )


def test_who_sees_it(cast, case):
    drafted(case, cast.promotora)
    drafted(opened_case(cast.promotora_esq), cast.promotora_esq)
    for user, seen in [
        (cast.promotora, 1), (cast.supervisora, 1), (cast.promotora_esq, 1), (cast.oficial, 2),
        (cast.socia, 0), (cast.administra, 0),
    ]:  # fmt: skip
        with acting_as(Actor.user(user)):
            assert Plan.objects.visible_to(user).count() == seen
            assert Plan.objects.count() == Goal.objects.count() == seen  # the database's wall
            assert PlanAction.objects.count() == 2 * seen
