"""The actions of a plan on the agenda: from its signature until they are done or replaced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from arraigo.casework.actions import certify_closure, reopen_case, request_closure
from arraigo.casework.models import CaseState, Due
from arraigo.casework.tests.making import closure
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.desk.agenda import due_now
from arraigo.plans.actions import mark_action
from arraigo.plans.inputs import ActionInput, GoalInput
from arraigo.plans.models import PlanAction
from arraigo.plans.tests.making import CONTENT, agreed, amended, drafted
from arraigo.plans.transitions import CANCEL, DO, REOPEN

pytestmark = pytest.mark.django_db


def dues(case, **narrow):
    with acting_as(SYSTEM):
        found = Due.objects.filter(case=case, kind="plan_action", **narrow)
        return list(found.order_by("due_on"))


def step_of(plan):
    with acting_as(SYSTEM):
        return PlanAction.objects.get(goal__plan=plan, due_on__isnull=False)


def marked(step, name, user, **told):
    with acting_as(Actor.user(user)):
        return mark_action(action=step, name=name, user=user, **told)


def with_a_step(day):
    steps = (ActionInput("Sacar el DPI", "persona", due_on=day),)
    return replace(CONTENT, goals=(GoalInput("Tener papeles", "corto", steps),))


def test_a_signed_plan_puts_what_has_a_day_on_its_manager_s_agenda(cast, case, plan):
    (due,) = dues(case)
    assert (due.title, due.due_on, due.assigned_to, due.source_id) == (
        "Inscribirse en el curso", date(2026, 12, 15), cast.promotora, step_of(plan).pk,
    )  # fmt: skip


def test_a_draft_puts_nothing(cast, case):
    drafted(case, cast.promotora)
    assert not dues(case)


def test_an_overdue_action_is_on_hoy_and_leads_to_its_page(cast, case, at_work):
    drafted(case, cast.promotora, with_a_step(clock.today() - timedelta(days=3)))
    step = step_of(agreed(case, cast.promotora))
    with acting_as(Actor.user(cast.promotora)):
        assert "Sacar el DPI" in [due.title for due in due_now(cast.promotora)]
    html = at_work.get(reverse("desk:today")).content.decode()
    assert reverse("plans:mark", args=[step.pk]) in html
    with acting_as(SYSTEM):
        assert CaseState.objects.get(case=case).next_due_on == clock.today() - timedelta(days=3)


def test_it_is_done_where_it_is_told_and_nowhere_else(cast, case, plan, at_work):
    (due,) = dues(case)
    assert at_work.post(reverse("casework:finish", args=[due.pk])).status_code == 404
    marked(step_of(plan), DO, cast.promotora, on=case.opened_on)
    (due,) = dues(case)
    assert (due.is_open, due.done_on) == (False, case.opened_on)


def test_given_up_and_pending_again(cast, case, plan):
    step = step_of(plan)
    marked(step, CANCEL, cast.promotora)
    assert [due.is_open for due in dues(case)] == [False]
    marked(step, REOPEN, cast.promotora)
    assert len(dues(case, cancelled_at=None, done_at=None)) == 1
    marked(step, DO, cast.promotora)
    marked(step, REOPEN, cast.promotora)
    assert len(dues(case, cancelled_at=None, done_at=None)) == 1
    assert len(dues(case)) == 2  # the one given up stays as it was


def test_the_next_version_brings_its_own(cast, case, plan):
    former = step_of(plan)
    amended(plan, cast.promotora)
    drafted(case, cast.promotora, with_a_step(clock.today() + timedelta(days=9)), revision=1)
    new = agreed(case, cast.promotora)
    still = dues(case, cancelled_at=None)
    assert [due.source_id for due in still] == [step_of(new).pk]
    with pytest.raises(Refused, match="plan vigente"):
        marked(former, DO, cast.promotora)


def test_closing_ends_it_and_reopening_brings_it_back_once(cast, case, plan):
    with acting_as(Actor.user(cast.promotora)):
        asked = request_closure(data=closure(case), user=cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        certify_closure(closure=asked, user=cast.supervisora)
    assert not dues(case, cancelled_at=None)
    with pytest.raises(Refused, match="cerrado"):
        marked(step_of(plan), DO, cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        reopen_case(closure=asked, reason="Volvió", user=cast.supervisora)
    (due,) = dues(case, cancelled_at=None)
    assert (due.assigned_to, due.is_open) == (cast.promotora, True)
    marked(step_of(plan), CANCEL, cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        reopen_case(closure=asked, reason="Volvió", user=cast.supervisora)
    assert not dues(case, cancelled_at=None)  # asked twice, it brings back nothing given up since
