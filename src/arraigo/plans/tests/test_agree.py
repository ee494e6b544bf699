"""Signing a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent, Due, ServiceDelivery
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentHow
from arraigo.people.files import read_file
from arraigo.plans.actions import PlanOutdated, agree_plan
from arraigo.plans.inputs import GoalInput, Signed
from arraigo.plans.models import Goal, Plan, PlanAction
from arraigo.plans.tests.making import (
    CONTENT,
    PNG,
    again,
    agreed,
    counselling,
    drafted,
    witnessed,
)

pytestmark = pytest.mark.django_db


def test_writes_everything_in_one_go(cast, case):
    service = counselling()
    plan = again(agreed(case, cast.promotora))
    assert (plan.state, plan.agreed_on, plan.agreed_by) == (
        "acordado", clock.today(), cast.promotora,
    )  # fmt: skip
    assert (plan.signed_how, plan.witness_name) == (ConsentHow.WITNESS, "Testigo de Prueba")
    with acting_as(SYSTEM):
        event = CaseEvent.objects.get(case=case, kind=EventKind.PLAN_AGREED)
        assert event.summary == "Versión 1: Empleo asalariado"
        assert Due.objects.filter(case=case, kind="follow_up").exists()
        delivery = ServiceDelivery.objects.get()
    assert (delivery.service, delivery.directness, delivery.evidence_status) == (
        service, "direct", "declared",
    )  # fmt: skip
    assert delivery.award.code == "CAP-US-01"


def test_a_signature_on_the_screen_is_kept_sealed_and_proves_the_session(cast, case):
    counselling()
    plan = agreed(case, cast.promotora, Signed(how=ConsentHow.SIGNATURE, signature=PNG))
    with acting_as(SYSTEM):
        assert read_file(plan.signature) == PNG
        assert ServiceDelivery.objects.get().evidence_status == "verified"


def test_without_counselling_in_the_directory_there_is_no_delivery(cast, case):
    agreed(case, cast.promotora)
    with acting_as(SYSTEM):
        assert not ServiceDelivery.objects.exists()


def test_twice_is_once(cast, case, plan):
    with acting_as(Actor.user(cast.promotor)):
        second = agree_plan(plan=plan, signed=witnessed(), revision=1, user=cast.promotor)
    assert second.agreed_by == cast.promotora
    with acting_as(SYSTEM):
        assert CaseEvent.objects.filter(kind=EventKind.PLAN_AGREED).count() == 1


def test_what_is_signed_is_what_was_read(cast, case):
    draft = drafted(case, cast.promotora)
    drafted(case, cast.promotor, replace(CONTENT, situation="x"), revision=1)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(PlanOutdated):
        agree_plan(plan=draft, signed=witnessed(), revision=1, user=cast.promotora)
    assert again(draft).is_draft


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (replace(CONTENT, pathway=""), "Falta escoger el camino"),
        (replace(CONTENT, goals=()), "necesita una meta"),
        (replace(CONTENT, goals=(*CONTENT.goals, GoalInput("x", "corto"))), "cada meta una acción"),
    ],
)
def test_an_unfinished_plan_is_not_signed(cast, case, content, words):
    drafted(case, cast.promotora, content)
    with pytest.raises(Refused, match=words):
        agreed(case, cast.promotora)


@pytest.mark.parametrize(
    ("wrong", "days", "words"),
    [
        ({"how": ConsentHow.SIGNATURE}, 0, "Falta la firma"),
        ({"witness_name": " "}, 0, "nombre del testigo"),
        ({}, 1, "futura"),
        ({}, -400, "anterior a la apertura"),
    ],
)
def test_a_signature_without_its_proof_or_day_is_refused(cast, case, wrong, days, words):
    signed = witnessed(on=clock.today() + timedelta(days=days), **wrong)
    with pytest.raises(Refused, match=words):
        agreed(case, cast.promotora, signed)


def test_another_office_is_refused(cast, case):
    draft = drafted(case, cast.promotora)
    with acting_as(SYSTEM), pytest.raises(Refused, match="no está en su oficina"):
        agree_plan(plan=draft, signed=witnessed(), revision=1, user=cast.promotora_esq)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: Plan.objects.filter(pk=plan.pk).update(situation="otra"),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(agreed_on=clock.today()),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(state="borrador"),
        lambda plan: Goal.objects.filter(plan=plan).update(text="otra"),
        lambda plan: PlanAction.objects.filter(goal__plan=plan).update(text="otra"),
        lambda plan: PlanAction.objects.filter(goal__plan=plan).delete(),
        lambda plan: PlanAction.objects.create(
            goal=plan.goals.get(),
            person_id=plan.person_id,
            place=9,
            text="x",
            responsible="persona",
        ),
        lambda plan: Goal.objects.create(
            plan=plan, person_id=plan.person_id, place=9, text="x", horizon="corto"
        ),
    ],
)
def test_the_database_refuses_to_change_what_was_signed(cast, case, change):
    on = clock.today() - timedelta(days=1)
    with acting_as(SYSTEM):
        case.opened_on = on
        case.save()
    plan = agreed(case, cast.promotora, witnessed(on=on))
    refused = pytest.raises(IntegrityError, match="un plan acordado no se cambia")
    with acting_as(SYSTEM), refused, transaction.atomic():
        change(plan)


def test_the_database_keeps_one_plan_in_force(cast, case, plan):
    refused = pytest.raises(IntegrityError, match="one_plan_in_force")
    with acting_as(SYSTEM), refused, transaction.atomic():
        Plan.objects.create(
                case=case, person_id=plan.person_id, version=2, author=cast.promotora,
                state="acordado", pathway="empleo", signed_how="paper", agreed_on=clock.today(),
                agreed_at=clock.now(), agreed_by=cast.promotora,
            )  # fmt: skip
