"""Whether a step can be done: asked in the plan, told to who reviews it."""

import pytest
from django.db import IntegrityError, transaction

from arraigo.core.context import SYSTEM, acting_as
from arraigo.plans.content import content_of
from arraigo.plans.feasibility import obstacles
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.tests.making import CONTENT, POSTED, again, drafted
from arraigo.plans.tests.test_edit_page import only_plan, url

pytestmark = pytest.mark.django_db

GRID = {
    "meta-0-accion-0-is_offered": "si", "meta-0-accion-0-is_eligible": "no",
    "meta-0-accion-0-is_reachable": "no_se", "meta-0-accion-0-waiting": "mas",
    "meta-0-accion-0-risk": "Que cierren el centro",
}  # fmt: skip


def test_the_answers_are_kept_and_told(at_work, case):
    at_work.post(url(case), POSTED | GRID)
    step, other = content_of(only_plan()).goals[0].actions
    assert (step.is_offered, step.is_eligible, step.is_reachable, step.is_in_demand) == (
        "si", "no", "no_se", "",
    )  # fmt: skip
    assert obstacles(step) == [
        "No cumple los requisitos",
        "Hay que esperar más de un mes",
        "Riesgo: Que cierren el centro",
        "Falta saber si puede llegar",
    ]
    assert obstacles(other) == []
    page = at_work.get(only_plan().get_absolute_url()).content.decode()
    assert "No cumple los requisitos" in page


def test_an_unknown_answer_is_refused_and_nothing_is_lost(at_work, case):
    answer = at_work.post(url(case), POSTED | GRID | {"meta-0-accion-0-waiting": "nunca"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Que cierren el centro" in html
    with acting_as(SYSTEM):
        assert not Plan.objects.exists()


def test_the_database_knows_the_answers(cast, case):
    drafted(case, cast.promotora)
    refused = pytest.raises(IntegrityError, match="feasibility_known")
    with acting_as(SYSTEM), refused, transaction.atomic():
        PlanAction.objects.update(is_offered="quizá")


def test_a_signed_plan_keeps_them(cast, plan):
    refused = pytest.raises(IntegrityError, match="no se cambia")
    with acting_as(SYSTEM), refused, transaction.atomic():
        PlanAction.objects.filter(goal__plan=plan).update(is_offered="si")
    assert content_of(again(plan)) == CONTENT
