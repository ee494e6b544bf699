"""Antes de la visita: what to have in mind, and nothing on a first visit or a closed case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.actions import record_follow_up, record_session
from arraigo.casework.models import Case
from arraigo.casework.tests.making import follow_up, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.desk.visit import before_visit
from arraigo.plans.actions import mark_action
from arraigo.plans.inputs import ActionInput, GoalInput, PlanInput
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.tests.making import agreed, drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


def steps():
    today = clock.today()
    return (
        ActionInput("Sin fecha", "persona"),
        ActionInput("Llevar su DPI", "persona", due_on=today - timedelta(days=1)),
        ActionInput("Preguntar por el curso", "promotor", due_on=today + timedelta(days=5)),
        ActionInput("Ya hecho", "persona", due_on=today),
    )


def planned(cast, case):
    goal = GoalInput("Trabajar", "corto", steps())
    drafted(case, cast.promotora, PlanInput(pathway="empleo", goals=(goal,)))
    plan = agreed(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        done = PlanAction.objects.get(goal__plan=plan, text="Ya hecho")
        mark_action(action=done, name="hacer", user=cast.promotora)
        return Plan.objects.whole().get(pk=plan.pk)


def texts(actions):
    return [each.text for each in actions]


def test_it_tells_hers_ours_and_what_was_agreed(cast, case, client_of):
    plan = planned(cast, case)
    with acting_as(Actor.user(cast.promotora)):
        record_session(data=session(case, agreements="Traer el DPI"), user=cast.promotora)
        record_follow_up(data=follow_up(case, difficulties="Le queda lejos"), user=cast.promotora)
        visit = before_visit(case, plan, [])
    assert texts(visit.hers) == ["Llevar su DPI", "Sin fecha"]
    assert texts(visit.ours) == ["Preguntar por el curso"]
    html = client_of(cast.promotora).get(reverse("desk:case", args=[case.pk])).content.decode()
    for words in ("Antes de la visita", "Traer el DPI", "Le queda lejos", "Pregúntele por"):
        assert words in html


def test_a_first_visit_shows_no_card(cast, case, client_of):
    html = client_of(cast.promotora).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "Antes de la visita" not in html


def test_a_draft_is_no_agreement(cast, case):
    draft = drafted(case, cast.promotora)
    with acting_as(SYSTEM):
        assert before_visit(case, Plan.objects.whole().get(pk=draft.pk), []).is_empty


def test_a_closed_case_is_visited_no_more(cast, case):
    with acting_as(SYSTEM):
        Case.objects.filter(pk=case.pk).update(closed_on=clock.today())
        case.refresh_from_db()
        assert before_visit(case, None, []) is None
