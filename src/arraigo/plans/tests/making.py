"""Plans for tests, made through the same actions as the pages."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from typing import Any

from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.directory.models import Service
from arraigo.organizations.models import Organization
from arraigo.people.enums import ConsentHow
from arraigo.plans.actions import agree_plan, amend_plan, approve_plan, save_plan
from arraigo.plans.inputs import ActionInput, GoalInput, MitigationInput, PlanInput, Signed
from arraigo.plans.models import Plan

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PNG_URL = "data:image/png;base64," + base64.b64encode(PNG).decode()

STEPS = (
    ActionInput("Inscribirse en el curso", "persona", due_on=date(2026, 12, 15)),
    ActionInput("Llamar al taller", "promotor"),
)
CONTENT = PlanInput(
    pathway="empleo",
    situation="Sabe de techos y vive con su hermana.",
    barriers=("transporte",),
    mitigations="Ir los sábados.",
    feasibility="Hay cupo en enero.",
    goals=(GoalInput("Trabajar de techador", "mediano", STEPS),),
)

BUS = MitigationInput("transporte", "Ir con su primo", "Inscribirse en el curso")
PAY = MitigationInput("deudas", "Pagar poco a poco")
#: The same plan, with what will be done about each barrier.
SOLVED = replace(CONTENT, barriers=("transporte", "deudas"), mitigations="", measures=(BUS, PAY))

#: What a promotor posts to save the first of these plans.
POSTED: dict[str, Any] = {
    "revision": "0",
    "pathway": "empleo",
    "situation": "Sabe de techos y vive con su hermana.",
    "barriers": ["transporte"],
    "mitigations": "Ir los sábados.",
    "feasibility": "Hay cupo en enero.",
    "meta-total": "1",
    "meta-0-text": "Trabajar de techador",
    "meta-0-horizon": "mediano",
    "meta-0-accion-total": "2",
    "meta-0-accion-0-text": "Inscribirse en el curso",
    "meta-0-accion-0-responsible": "persona",
    "meta-0-accion-0-due_on": "2026-12-15",
    "meta-0-accion-1-text": "Llamar al taller",
    "meta-0-accion-1-responsible": "promotor",
}


def witnessed(**changes: Any) -> Signed:
    """Return a signature of today that a witness proves."""
    return Signed(**{"how": ConsentHow.WITNESS, "witness_name": "Testigo de Prueba"} | changes)


def drafted(case: Case, user: Any, data: PlanInput = CONTENT, revision: int = 0) -> Plan:
    """Save a draft of the case's plan as `user`."""
    with acting_as(Actor.user(user)):
        return save_plan(case=case, data=data, revision=revision, user=user)


def agreed(case: Case, user: Any, signed: Signed | None = None) -> Plan:
    """Save a draft unless there is one, and let the person sign it with `user`."""
    with acting_as(SYSTEM):
        draft = Plan.objects.drafts().filter(case=case).first()
    plan = draft or drafted(case, user)
    with acting_as(Actor.user(user)):
        signed = signed or witnessed()
        return agree_plan(plan=plan, signed=signed, revision=plan.revision, user=user)


def approved(case: Case, user: Any, lead: Any) -> Plan:
    """Let the lead approve what the person signed with `user`."""
    plan = agreed(case, user)
    with acting_as(Actor.user(lead)):
        return approve_plan(plan=plan, user=lead)


def amended(plan: Plan, user: Any) -> Plan:
    """Begin the next version of a plan as `user`."""
    with acting_as(Actor.user(user)):
        return amend_plan(plan=plan, user=user)


def again(plan: Plan) -> Plan:
    """Return the plan as the database has it now."""
    with acting_as(SYSTEM):
        return Plan.objects.whole().select_related("person").get(pk=plan.pk)


def counselling() -> Service:
    """Let the implementing organisation offer counselling, and return that service."""
    return Service.objects.create(
        name="Consejería (ficticia)",
        organization=Organization.objects.get(name="Taller Escuela Ficticio"),
        type_id="consejeria",
        is_training=True,
    )
