"""Writes about cases."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.codes import next_code
from arraigo.casework.enums import Directness, EventKind, EvidenceStatus, Source
from arraigo.casework.models import Case, CaseAssignment, CaseEvent, ServiceDelivery
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.people.actions import give_scope
from arraigo.people.enums import ConsentPurpose, ScopeReason
from arraigo.people.models import Consent, Person
from arraigo.territory.models import Office


def write_event(
    *,
    case: Case,
    kind: EventKind,
    source: models.Model,
    occurred_on: date | None = None,
    summary: str = "",
    user: Any = None,
) -> CaseEvent:
    """Add a line to the case's timeline, in the transaction of what happened, and return it."""
    return CaseEvent.objects.create(
        case=case,
        person_id=case.person_id,
        kind=kind,
        occurred_on=occurred_on or clock.today(),
        source_table=source._meta.db_table,
        source_id=source.pk,
        summary=summary,
        recorded_by=user,
    )


@transaction.atomic
def open_case(
    *, person: Person, office: Office, source: Source, user: Any, manager: Any = None
) -> Case:
    """Open the person's case with the next code of the office, and assign its manager.

    The manager is who opens it unless another is named. Asked twice, or by two at once, it
    returns the case already open. Raises `Refused` without a valid consent.
    """
    if Consent.objects.current(person.pk, ConsentPurpose.SERVICE) is None:
        raise Refused(_("Falta el consentimiento de la persona para atenderle."))
    try:
        with transaction.atomic():
            case = Case.objects.create(
                person=person,
                office=office,
                source=source,
                opened_by=user,
                code=next_code(office),
                opened_on=clock.today(),
            )
    except IntegrityError:
        return Case.objects.open().get(person=person)
    give_scope(person=person, reason=ScopeReason.CASE, office=office)
    CaseAssignment.objects.create(
        case=case, person=person, manager=manager or user, assigned_by=user
    )
    write_event(case=case, kind=EventKind.CASE_OPENED, source=case, user=user)
    return case


@transaction.atomic
def record_delivery(
    *,
    case: Case,
    service: Service,
    occurred_on: date,
    source: models.Model,
    user: Any = None,
    award: Award | None = None,
    directness: Directness = Directness.FACILITATED,
    evidence_status: EvidenceStatus = EvidenceStatus.DECLARED,
    evidence_note: str = "",
) -> ServiceDelivery:
    """Record that the person received the service, and return the delivery.

    `source` is what it came from (a referral, a session): each leaves one standing delivery, so
    repeating returns the first. Raises `Refused` for a date after today or before the case.
    """
    if occurred_on > clock.today():
        raise Refused(_("La fecha de entrega no puede ser futura."))
    values = {
        "person_id": case.person_id,
        "case": case,
        "office_id": case.office_id,
        "service": service,
        "occurred_on": occurred_on,
        "award": award,
        "directness": directness,
        "evidence_status": evidence_status,
        "evidence_note": evidence_note,
        "recorded_by": user,
    }
    delivery, created = ServiceDelivery.objects.get_or_create(
        source_table=source._meta.db_table,
        source_id=uuid.UUID(str(source.pk)),
        annulled_at=None,
        defaults=values,
    )
    if created:
        write_event(
            case=case,
            kind=EventKind.SERVICE_DELIVERED,
            source=delivery,
            occurred_on=occurred_on,
            summary=service.name,
            user=user,
        )
    return delivery


@transaction.atomic
def annul_delivery(*, delivery: ServiceDelivery, user: Any, reason: str) -> ServiceDelivery:
    """Void a delivery recorded by mistake: it no longer counts, and stays readable.

    Raises `ValidationError` when it is already void or no reason is given.
    """
    locked = ServiceDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    locked.annul(by=user, reason=reason)
    write_event(
        case=locked.case,
        kind=EventKind.DELIVERY_ANNULLED,
        source=locked,
        summary=locked.annulled_reason,
        user=user,
    )
    return locked
