"""A new version of a signed plan, and the progress of its steps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.models import ServiceDelivery
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.plans.actions import amend_plan, mark_action
from arraigo.plans.content import content_of
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.tests.making import CONTENT, again, agreed, amended, counselling, drafted
from arraigo.plans.transitions import CANCEL, DO, REOPEN

pytestmark = pytest.mark.django_db


def steps(plan):
    with acting_as(SYSTEM):
        return list(PlanAction.objects.filter(goal__plan=plan).order_by("place"))


def marked(step, name, user, **told):
    with acting_as(Actor.user(user)):
        return mark_action(action=step, name=name, user=user, **told)


def test_twice_is_once_and_the_content_is_copied(cast, plan):
    first, second = amended(plan, cast.promotora), amended(plan, cast.promotor)
    assert first == second
    assert (first.version, first.is_draft) == (2, True)
    assert content_of(again(first)) == CONTENT
    assert again(plan).is_in_force


def test_the_new_signature_replaces_the_old_version(cast, case, plan):
    counselling()
    amended(plan, cast.promotora)
    new = agreed(case, cast.promotora)
    assert again(plan).replaced_at is not None
    with acting_as(SYSTEM):
        assert list(Plan.objects.in_force()) == [new]
        assert ServiceDelivery.objects.count() == 1  # the first was signed before it was offered
    with pytest.raises(Refused, match="plan vigente"):
        amended(plan, cast.promotora)


def test_steps_already_done_are_not_copied(cast, plan):
    marked(steps(plan)[0], DO, cast.promotora)
    draft = again(amended(plan, cast.promotora))
    assert [step.text for step in content_of(draft).goals[0].actions] == ["Llamar al taller"]


def test_a_draft_or_a_foreign_plan_is_not_amended(cast, case):
    draft = drafted(case, cast.promotora)
    assert amended(draft, cast.promotora) == draft
    with acting_as(SYSTEM), pytest.raises(Refused, match="no está en su oficina"):
        amend_plan(plan=draft, user=cast.promotora_esq)


def test_marking_a_step_twice_is_once(cast, plan):
    step = steps(plan)[0]
    yesterday = clock.today() - timedelta(days=1)
    marked(step, DO, cast.promotora, on=yesterday, evidence=" Constancia 12 ")
    done = marked(step, DO, cast.promotor, evidence="otra")
    assert (done.state, done.done_on, done.evidence) == ("hecha", yesterday, "Constancia 12")
    assert done.marked_by == cast.promotora
    assert marked(step, REOPEN, cast.promotora).done_on is None
    assert marked(step, CANCEL, cast.promotora, evidence="Ya no quiere").state == "cancelada"
    with pytest.raises(Refused, match="ya no está en un estado"):
        marked(step, DO, cast.promotora)


def test_a_step_is_not_marked_in_the_future_in_a_draft_or_from_elsewhere(cast, case, plan):
    step = steps(plan)[0]
    with pytest.raises(Refused, match="futura"):
        marked(step, DO, cast.promotora, on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="no está en su oficina"):
        marked(step, DO, cast.promotora_esq)
    with pytest.raises(Refused, match="Su función"):
        marked(step, DO, cast.oficial)
    draft = amended(plan, cast.promotora)
    with pytest.raises(Refused, match="plan vigente"):
        marked(steps(draft)[0], DO, cast.promotora)


def test_the_database_keeps_steps_whole(plan):
    refused = pytest.raises(IntegrityError, match="done_on_a_day")
    with acting_as(SYSTEM), refused, transaction.atomic():
        PlanAction.objects.filter(goal__plan=plan).update(state="hecha")
