"""What a version of the plan says otherwise than the one before."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.plans.actions import mark_action
from arraigo.plans.differences import differences
from arraigo.plans.inputs import ActionInput, GoalInput
from arraigo.plans.models import PlanAction
from arraigo.plans.tests.making import CONTENT, STEPS, again, amended, drafted
from arraigo.plans.transitions import DO

pytestmark = pytest.mark.django_db


def changed(cast, case, plan, **changes):
    """Return the plan's next version with these changes, as the database has both."""
    draft = amended(plan, cast.promotora)
    drafted(case, cast.promotora, replace(CONTENT, **changes), revision=draft.revision)
    return again(plan), again(draft)


def told(*versions):
    with acting_as(SYSTEM):
        return differences(*versions)


def test_the_same_is_nothing(cast, case, plan):
    assert told(*changed(cast, case, plan)) == []


def test_texts_barriers_and_pathway(cast, case, plan):
    versions = changed(
        cast, case, plan, pathway="negocio", situation="Otra", barriers=("deudas",), mitigations="x"
    )
    assert told(*versions) == [
        "Camino: Autoempleo o emprendimiento.",
        "Cambia lo que dice de su situación.",
        "Cambia cómo se resuelve lo que puede estorbar.",
        "Puede estorbar también: Deudas.",
        "Ya no estorba: Transporte.",
    ]


def test_goals_and_actions(cast, case, plan):
    first = replace(STEPS[0], due_on=date(2027, 1, 20), responsible="promotor", is_reachable="no")
    goals = (
        GoalInput("trabajar de  techador", "largo", (first, ActionInput("Pedir botas", "persona"))),
        GoalInput("Ahorrar", "largo", (ActionInput("Abrir una cuenta", "persona"),)),
    )
    assert told(*changed(cast, case, plan, goals=goals)) == [
        "«trabajar de  techador»: Largo plazo: de 6 a 12 meses.",
        "Se quita la acción «Llamar al taller».",
        "«Inscribirse en el curso»: a más tardar, 20/01/2027.",
        "«Inscribirse en el curso»: lo hace Promotor/a.",
        "«Inscribirse en el curso»: cambia si se puede cumplir.",
        "Acción nueva: «Pedir botas».",
        "Meta nueva: «Ahorrar».",
    ]


def test_what_was_done_is_not_missing(cast, case, plan):
    with acting_as(Actor.user(cast.promotora)):
        done = PlanAction.objects.get(goal__plan=plan, text="Inscribirse en el curso")
        mark_action(action=done, name=DO, user=cast.promotora)
    draft = amended(plan, cast.promotora)
    assert told(again(plan), again(draft)) == []


def test_the_lead_and_the_person_read_it_before_they_agree(cast, case, plan, at_work):
    _before, draft = changed(cast, case, plan, pathway="negocio")
    for name in ("plans:detail", "plans:agree"):
        html = at_work.get(reverse(name, args=[draft.pk])).content.decode()
        assert "Qué cambia en esta versión" in html
        assert "Camino: Autoempleo o emprendimiento." in html
    assert "Qué cambia" not in at_work.get(plan.get_absolute_url()).content.decode()
