"""Referrals for tests, made through the same actions as the pages."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core import mail
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.directory.models import Service
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.referrals.actions import send_referral
from arraigo.referrals.enums import DisclosedField
from arraigo.referrals.inputs import ReferralInput
from arraigo.referrals.links import mint_message_link, mint_slip_link
from arraigo.referrals.models import Referral

COURSE = "Curso de soldadura (ficticio)"


def course() -> Service:
    """Return the cast's welding course."""
    return Service.objects.select_related("organization").get(name=COURSE)


def agreed(*fields: str, **changes: Any) -> ConsentGiven:
    """Return a consent before a witness that hands over `fields`, or all."""
    return ConsentGiven(
        how=ConsentHow.WITNESS,
        witness_name="Testigo de Prueba",
        disclosed_fields=fields or tuple(DisclosedField.values),
        **changes,
    )


def referral_input(case: Case, **changes: Any) -> ReferralInput:
    """Return a valid referral of the case to the welding course."""
    defaults: dict[str, Any] = {"case": case, "service": course(), "need": "Quiere un oficio"}
    return ReferralInput(**{**defaults, **changes})


def sent(case: Case, user: Any, *fields: str, **changes: Any) -> Referral:
    """Send the case's person to a service as `user`; nothing is mailed yet."""
    with acting_as(Actor.user(user)):
        return send_referral(
            data=referral_input(case, **changes), consent_given=agreed(*fields), user=user
        )


def withdraw_consent(referral: Referral, user: Any) -> None:
    """Let the person take back what she agreed to for the referral's institution."""
    with acting_as(Actor.user(user)):
        record_consent(
            person=referral.person,
            purpose=ConsentPurpose.PARTNER,
            given=agreed(decision=ConsentDecision.WITHDRAWN),
            user=user,
            recipient=referral.organization,
        )


def slip_token(referral: Referral) -> str:
    """Return the token of a fresh slip."""
    with acting_as(SYSTEM):
        return mint_slip_link(referral=referral)


def message_token(referral: Referral) -> str:
    """Return the token of a fresh message."""
    with acting_as(SYSTEM):
        return mint_message_link(referral=referral)


def run_jobs(name: str) -> int:
    """Run the queued jobs called `name`, as the worker would, and return how many there were."""
    jobs = ProcrastinateJob.objects.filter(task_name=f"referrals.{name}", status="todo")
    queued = list(jobs.values_list("args", flat=True))
    for arguments in queued:
        app.tasks[f"referrals.{name}"](**arguments)
    return len(queued)


def mailed_code() -> str:
    """Return the six digits of the last mail."""
    found = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    assert found is not None
    return found.group()


def again(referral: Referral) -> Referral:
    """Return the referral as the database has it now."""
    with acting_as(SYSTEM):
        return Referral.objects.with_names().get(pk=referral.pk)


def form_data(case: Case, **changes: Any) -> dict[str, Any]:
    """Return what a promotor posts to refer the case to the welding course."""
    return {
        "id": str(uuid.uuid4()),
        "service": str(course().pk),
        "need": "Quiere un oficio",
        "priority": "normal",
        "message": "Sabe usar herramienta.",
        "disclosed_fields": ["nombre", "telefono"],
        "consent_how": ConsentHow.WITNESS,
        "witness_name": "Testigo de Prueba",
        **changes,
    }
