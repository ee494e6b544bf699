"""The printed plan: plain words, large type, and lines to sign on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override
from phonenumber_field.phonenumber import PhoneNumber, to_python

from arraigo.accounts.delegations.actions import as_acted
from arraigo.accounts.enums import Role
from arraigo.core import clock, traces
from arraigo.core.documents import render_pdf
from arraigo.core.money import format_amount
from arraigo.people.enums import ConsentHow
from arraigo.plans.models import Goal, Mitigation, Plan, PlanAction

TEMPLATE = "plans/documents/plan.typ"


def plan_pdf(plan: Plan) -> bytes:
    """Return the plan's paper, in Spanish, and trace the person."""
    traces.show([plan.person_id])
    with override("es-gt"):
        return render_pdf(
            TEMPLATE,
            _data(plan),
            title=f"Plan de reintegración económica · {plan.case.code}",
            created_at=plan.agreed_at or clock.now(),
        )


def _data(plan: Plan) -> dict[str, Any]:
    promotor = plan.agreed_by or plan.author
    return {
        "person": plan.person.full_name,
        "code": plan.case.code,
        "version": plan.version,
        "draft": plan.is_draft,
        "state": plan.get_state_display(),
        "date": _day(plan.agreed_on or clock.today()),
        "pathway": plan.get_pathway_display(),
        "situation": plan.situation,
        "barriers": [
            {"name": label, "measures": [_measure(each) for each in measures]}
            for label, measures in plan.measures_by_barrier
        ],
        "mitigations": plan.mitigations,
        "goals": [_goal(goal) for goal in plan.goals.all()],
        "promotor": {
            "name": str(promotor),
            "position": capfirst(promotor.position or str(Role.PROMOTOR.label)),
            "office": plan.case.office.name,
            "phone": _phone(promotor.phone),
        },
        "signed": _signed(plan),
        "reviewed": _reviewed(plan),
        "training": settings.TRAINING_MODE or plan.person.is_training,
    }


def _measure(measure: Mitigation) -> dict[str, str]:
    """Return what will be done; when, if a step of the plan is it."""
    step = measure.action
    return {
        "text": measure.text,
        "step": step.text if step and step.text != measure.text else "",
        "due_on": _day(step.due_on) if step else "",
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "text": goal.text,
        "horizon": goal.get_horizon_display(),
        "steps": [_step(step) for step in goal.actions.all()],
    }


def _step(step: PlanAction) -> dict[str, Any]:
    service = step.service
    return {
        "text": step.text,
        "who": step.get_responsible_display(),
        "starts_on": _day(step.starts_on),
        "due_on": _day(step.due_on),
        "service": f"{service.name}, {service.organization}" if service else "",
        "cost": format_amount(step.cost) if step.cost is not None else "",
        "award": step.award.title if step.award else "",
    }


def _signed(plan: Plan) -> dict[str, str] | None:
    """Return how the person signed; nothing for a draft, which is signed on the paper."""
    if plan.is_draft or (plan.signed_how == ConsentHow.PAPER and plan.signature_id is None):
        return None
    how = {
        ConsentHow.PAPER: f"Firmó en papel ante {plan.witness_name}",
        ConsentHow.SIGNATURE: "Firmó en pantalla",
        ConsentHow.WITNESS: f"Aceptó de palabra ante {plan.witness_name}",
    }[ConsentHow(plan.signed_how)]
    return {
        "person": f"{how}, {_day(plan.agreed_on)}",
        "promotor": f"Acordado el {_day(plan.agreed_on)}",
    }


def _reviewed(plan: Plan) -> str:
    """Return who approved it; nothing while nobody has."""
    if plan.reviewed_by is None or plan.state != "revisado" or plan.reviewed_at is None:
        return ""
    day = plan.reviewed_at.astimezone(clock.GUATEMALA).date()
    return f"{as_acted(plan.reviewed_by, plan)}, {_day(day)}"


def _phone(number: str) -> str:
    """Return a telephone as people write it here; empty if it is none."""
    phone = to_python(number)
    return phone.as_national if isinstance(phone, PhoneNumber) and phone.is_valid() else ""


def _day(day: date | None) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT")) if day else ""
