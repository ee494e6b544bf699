"""What will be done about each barrier: asked, linked to a step, told to who reviews, printed."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.organizations.models import Award
from arraigo.plans.actions import mark_action
from arraigo.plans.barriers.known import known_barriers
from arraigo.plans.content import content_of
from arraigo.plans.differences import differences
from arraigo.plans.inputs import MitigationInput
from arraigo.plans.models import Mitigation, Plan, PlanAction
from arraigo.plans.paper import _data as paper_data
from arraigo.plans.paper import plan_pdf
from arraigo.plans.tests.making import (
    BUS,
    CONTENT,
    PAY,
    POSTED,
    SOLVED,
    again,
    agreed,
    amended,
    drafted,
)
from arraigo.plans.tests.test_edit_page import only_plan, url
from arraigo.plans.transitions import DO
from arraigo.profiling.assessments.tests.making import VULNERABILITY, answers_of, assessed

pytestmark = pytest.mark.django_db

ROWS = {
    "barriers": ["transporte"], "mitigations": "", "medida-total": "3",
    "medida-0-barrier": "transporte", "medida-0-text": "Ir con su primo",
    "medida-0-action": "Inscribirse en el curso",
    "medida-1-barrier": "deudas", "medida-1-text": "Pagar poco a poco", "medida-1-action": "",
    "medida-2-barrier": "salud", "medida-2-text": "", "medida-2-action": "",
}  # fmt: skip
UNSOLVED = "Barreras sin mitigación"


def test_rows_are_kept_once_and_shown_again(at_work, case):
    for _time in range(2):
        assert at_work.post(url(case), POSTED | ROWS).status_code == 302
    plan = only_plan()
    assert content_of(plan).measures == (BUS, PAY)
    assert content_of(plan).barriers == ("transporte", "deudas")
    assert plan.revision == 1
    page = at_work.get(url(case)).content.decode()
    assert 'name="medida-total" value="2"' in page
    assert '<option value="Inscribirse en el curso" selected>' in page
    detail = at_work.get(plan.get_absolute_url()).content.decode()
    assert "Ir con su primo" in detail
    assert "Es la acción: Inscribirse en el curso" in detail


def test_a_step_alone_is_the_measure_in_its_words(at_work, case):
    at_work.post(url(case), POSTED | ROWS | {"medida-0-text": " "})
    assert content_of(only_plan()).measures[0] == replace(BUS, text="Inscribirse en el curso")


def test_a_step_that_is_not_there_is_refused_and_nothing_is_lost(at_work, case):
    answer = at_work.post(url(case), POSTED | ROWS | {"medida-0-action": "Otra cosa"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Esa acción ya no está en el plan: escoja otra.") == 2
    assert "Pagar poco a poco" in page


@pytest.mark.parametrize("wrong", ["9" * 5000, "-1", "x", "10000"])
def test_a_wrong_number_of_rows_is_no_error(at_work, case, wrong):
    assert at_work.post(url(case), POSTED | {"medida-total": wrong}).status_code in (302, 422)


def test_each_marked_barrier_asks_for_its_row(at_work, case):
    """The press of the page without JavaScript; with it, marking a barrier does the same."""
    sent = POSTED | {"barriers": ["transporte", "idioma"], "agregar": "barreras"}
    page = at_work.post(url(case), sent).content.decode()
    assert 'name="medida-total" value="2"' in page
    assert '<option value="idioma" selected>' in page
    assert '<option value="Llamar al taller">' in page
    assert only_plans() == 0
    less = at_work.post(url(case), POSTED | ROWS | {"quitar": "medida-0"}).content.decode()
    assert 'name="medida-total" value="2"' in less
    assert "Ir con su primo" not in less


def only_plans():
    with acting_as(SYSTEM):
        return Plan.objects.count()


def test_what_is_not_solved_warns_and_never_blocks(cast, case, at_work, client_of):
    half = replace(SOLVED, measures=(BUS,))
    plan = drafted(case, cast.promotora, half)
    sign = reverse("plans:agree", args=[plan.pk])
    assert "Todavía no dice qué se hará con: Deudas." in at_work.get(sign).content.decode()
    plan = agreed(case, cast.promotora)
    review = client_of(cast.supervisora).get(reverse("plans:review", args=[plan.pk]))
    assert UNSOLVED in review.content.decode()
    assert "Aprobar" in review.content.decode()
    with acting_as(SYSTEM):
        assert again(plan).unsolved == ["Deudas"]


def test_a_plan_from_before_is_not_warned_about(cast, case):
    plan = drafted(case, cast.promotora)
    assert again(plan).unsolved == []


def test_signed_they_stand(cast, case):
    plan = drafted(case, cast.promotora, SOLVED)
    agreed(case, cast.promotora)
    measures = Mitigation.objects.filter(plan=plan)
    for change in (measures.delete, lambda: measures.update(text="Otra")):
        refused = pytest.raises(IntegrityError, match="no se cambia")
        with acting_as(SYSTEM), refused, transaction.atomic():
            change()
    refused = pytest.raises(IntegrityError, match="no se cambia")
    with acting_as(SYSTEM), refused, transaction.atomic():
        Mitigation.objects.create(
            plan=plan, person_id=case.person_id, place=9, barrier="salud", text="x"
        )


def test_the_next_version_takes_them_and_says_what_changes(cast, case):
    plan = drafted(case, cast.promotora, SOLVED)
    agreed(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        step = PlanAction.objects.get(goal__plan=plan, text=BUS.action)
        mark_action(action=step, name=DO, user=cast.promotora)
    draft = again(amended(plan, cast.promotora))
    assert content_of(draft).measures == (replace(BUS, action=""), PAY)
    other = MitigationInput("transporte", "Pedir la beca de pasaje")
    drafted(
        case, cast.promotora, replace(content_of(draft), measures=(other, PAY)),
        revision=draft.revision,
    )  # fmt: skip
    with acting_as(SYSTEM):
        told = differences(again(plan), again(draft))
    assert told == [
        "Para resolver «Transporte»: Pedir la beca de pasaje.",
        "Ya no se hará, contra «Transporte»: Ir con su primo.",
    ]


def test_the_paper_tells_them_by_barrier(cast, case):
    plan = drafted(case, cast.promotora, replace(SOLVED, measures=(BUS,)))
    with acting_as(SYSTEM):
        told = paper_data(again(plan))["barriers"]
        assert plan_pdf(again(plan)).startswith(b"%PDF")
    assert told == [
        {
            "name": "Transporte",
            "measures": [
                {
                    "text": "Ir con su primo", "step": "Inscribirse en el curso",
                    "due_on": "15/12/2026",
                }
            ],
        },
        {"name": "Deudas", "measures": []},
    ]  # fmt: skip


def test_what_the_interviews_told_is_marked_in_a_plan_not_written_yet(cast, case, at_work):
    told = answers_of(VULNERABILITY, debt_now="cuesta", has_identity_paper="no")
    assessed(cast.promotora, case, VULNERABILITY, answers=told)
    with acting_as(Actor.user(cast.promotora)):
        assert [*known_barriers(case, cast.promotora)][:2] == ["documentos", "deudas"]
    page = at_work.get(url(case)).content.decode()
    assert "Según lo que contó en las entrevistas:" in page
    assert '<option value="documentos" selected>' in page
    drafted(case, cast.promotora, replace(CONTENT, barriers=()))
    assert '<option value="documentos" selected>' not in at_work.get(url(case)).content.decode()


def test_the_fund_of_a_step_is_asked_kept_shown_and_told(cast, case, at_work):
    award = Award.objects.first()
    at_work.post(url(case), POSTED | {"meta-0-accion-0-award": str(award.pk)})
    plan = only_plan()
    assert content_of(plan).goals[0].actions[0].award == award
    assert f"lo paga {award}" in at_work.get(plan.get_absolute_url()).content.decode()
    wrong = at_work.post(url(case), POSTED | {"meta-0-accion-0-award": "999999"})
    assert wrong.status_code == 422
