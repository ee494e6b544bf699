"""Trainings and certificates for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.directory.models import Service
from arraigo.learning.actions import enrol, record_certificate
from arraigo.learning.enums import CertificateKind, Recognition
from arraigo.learning.inputs import CertificateInput, EnrolmentInput
from arraigo.learning.models import Certificate, Enrolment
from arraigo.organizations.models import Organization


def course() -> Service:
    """Return the course of the cast."""
    return Service.objects.get(name="Curso de soldadura (ficticio)")


def intecap() -> Organization:
    """Return an institution that certifies."""
    return Organization.objects.get(code="intecap")


def enrolled(case: Case, user: Any, **changes: Any) -> Enrolment:
    """Return the person's enrolment in the cast's course, from today."""
    with acting_as(Actor.user(user)):
        values = {"service": course(), "occurred_on": clock.today(), "starts_on": clock.today()}
        return enrol(data=EnrolmentInput(case=case, **{**values, **changes}), user=user)


def certified(case: Case, user: Any, **changes: Any) -> Certificate:
    """Return a technical certificate of INTECAP."""
    with acting_as(Actor.user(user)):
        values = {
            "kind": CertificateKind.TECHNICAL,
            "recognition": Recognition.CERTIFICATION,
            "title": "Soldadura",
            "issuer": intecap(),
            "issuer_authorised": True,
            "occurred_on": date(2026, 5, 4),
        }
        data = CertificateInput(case=case, **{**values, **changes})
        return record_certificate(data=data, user=user)
