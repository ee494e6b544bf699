"""Services delivered, and facts made void."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.dues import make_due_again
from arraigo.casework.actions.events import lock_visible_case, write_event
from arraigo.casework.actions.facts import office_on
from arraigo.casework.enums import Directness, EventKind, EvidenceStatus
from arraigo.casework.models import Case, CaseFact, CounsellingSession, FollowUp, ServiceDelivery
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.organizations.models import Award


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
    repeating returns the first. It may have been before the case was opened: reception comes
    before the case (indicator 8). Raises `Refused` for a date after today.
    """
    if occurred_on > clock.today():
        raise Refused(_("La fecha de entrega no puede ser futura."))
    values = {
        "person_id": case.person_id,
        "case": case,
        "office_id": office_on(case, occurred_on),
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

    Raises `Refused` when `user` may not see the case, `ValidationError` when it is already void
    or no reason is given.
    """
    lock_visible_case(delivery.case, user)
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


@transaction.atomic
def annul_fact(*, fact: CaseFact, user: Any, reason: str) -> CaseFact:
    """Void a note, session, follow-up or attempt recorded by mistake; it stays readable.

    The delivery of a session goes with it, and what was due is due again. Raises `Refused` when
    `user` may not see the case, `ValidationError` when it is already void or no reason is given.
    """
    lock_visible_case(fact.case, user)
    locked: CaseFact = type(fact)._default_manager.select_for_update(of=("self",)).get(pk=fact.pk)
    locked.annul(by=user, reason=reason)
    if isinstance(locked, CounsellingSession):
        left = ServiceDelivery.objects.standing().filter(source_id=locked.pk).first()
        if left is not None:
            annul_delivery(delivery=left, user=user, reason=reason)
    if isinstance(locked, FollowUp) and locked.due is not None and locked.case.closed_on is None:
        make_due_again(due=locked.due)
    write_event(
        case=locked.case,
        kind=EventKind.FACT_ANNULLED,
        source=locked,
        summary=locked.annulled_reason,
        user=user,
    )
    return locked
