"""What Arraigo knows of each item of the checklist, in words, for who verifies to weigh.

All from what casework itself holds: the rooms above write their milestones into the timeline.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.models import Document
from arraigo.casework.enums import ANNULLING_KINDS, DataClass, DueKind, EventKind, EvidenceStatus
from arraigo.casework.models.case import Case, CaseEvent, ServiceDelivery
from arraigo.casework.models.work import FollowUp, Note
from arraigo.casework.quality.months import month_after
from arraigo.people.enums import ConsentPurpose
from arraigo.people.models import Consent, ContactPoint

NOTES_SHOWN = 10
_KINDS = (
    EventKind.PROFILE_COMPLETED, EventKind.PLAN_AGREED, EventKind.PLAN_REVIEWED,
    EventKind.PLAN_RETURNED, EventKind.REFERRAL_SENT, EventKind.REFERRAL_ANSWERED,
    EventKind.REFERRAL_WITHDRAWN, EventKind.PLACED, *ANNULLING_KINDS,
)  # fmt: skip


def facts_of(case: Case) -> dict[str, str]:
    """Return what Arraigo sees about each item, by its code; nothing of what was written."""
    told = Case.objects.told_in(case.pk).values("pk")
    events = CaseEvent.objects.filter(case__in=told, kind__in=_KINDS).order_by("occurred_on", "pk")
    milestones = _standing(list(events))
    return {
        "consent": _consent(case),
        "identity": _identity(case),
        "profile": _profile(milestones),
        "plan": _plan(milestones),
        "referrals": _referrals(milestones),
        "follow_ups": _follow_ups(case),
        "evidence": _evidence(case, milestones),
    }


def notes_of(case: Case, month: date) -> list[Note]:
    """Return the notes of a month, which who verifies reads; the latest first, at most ten."""
    notes = Note.objects.standing().filter(case=case, data_class=DataClass.PERSONAL)
    of_month = notes.filter(occurred_on__gte=month, occurred_on__lt=month_after(month))
    return list(of_month.order_by("-occurred_on", "-recorded_at")[:NOTES_SHOWN])


def _standing(events: list[CaseEvent]) -> list[CaseEvent]:
    void = {event.source_id for event in events if event.kind in ANNULLING_KINDS}
    return [event for event in events if event.source_id not in void]


def _last(events: Iterable[CaseEvent], *kinds: EventKind) -> CaseEvent | None:
    found = [event for event in events if event.kind in kinds]
    return found[-1] if found else None


def _sources(events: Iterable[CaseEvent], *kinds: EventKind) -> set[uuid.UUID]:
    return {event.source_id for event in events if event.kind in kinds}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _consent(case: Case) -> str:
    consent = Consent.objects.current(case.person_id, ConsentPurpose.SERVICE)
    if consent is None:
        return _("no hay permiso vigente.")
    words = {"day": _day(consent.decided_on), "how": consent.get_how_display().lower()}
    return _("permiso dado el %(day)s (%(how)s).") % words


def _identity(case: Case) -> str:
    photos = Document.objects.of_person(case.person_id).filter(kind=DocumentKind.IDENTITY)
    words = {
        "phones": ContactPoint.objects.current().filter(person=case.person_id).count(),
        "photos": photos.count(),
    }
    if case.person.cui:
        return _("CUI anotado; teléfonos: %(phones)s; fotos de identificación: %(photos)s.") % words
    return _("sin CUI; teléfonos: %(phones)s; fotos de identificación: %(photos)s.") % words


def _profile(events: list[CaseEvent]) -> str:
    done = _last(events, EventKind.PROFILE_COMPLETED)
    if done is None:
        return _("el perfil no está completo.")
    return _("perfil completo el %(day)s.") % {"day": _day(done.occurred_on)}


def _plan(events: list[CaseEvent]) -> str:
    agreed = _last(events, EventKind.PLAN_AGREED)
    if agreed is None:
        return _("no hay plan acordado.")
    seen = _last(events, EventKind.PLAN_REVIEWED, EventKind.PLAN_RETURNED)
    words = {"day": _day(agreed.occurred_on)}
    if seen is None or (seen.occurred_on, seen.pk) < (agreed.occurred_on, agreed.pk):
        return _("plan firmado el %(day)s; falta revisarlo.") % words
    words["seen"] = _day(seen.occurred_on)
    if seen.kind == EventKind.PLAN_RETURNED:
        return _("plan firmado el %(day)s; devuelto el %(seen)s.") % words
    return _("plan firmado el %(day)s; revisado el %(seen)s.") % words


def _referrals(events: list[CaseEvent]) -> str:
    sent = _sources(events, EventKind.REFERRAL_SENT)
    if not sent:
        return _("no hay referencias.")
    told = _sources(events, EventKind.REFERRAL_ANSWERED, EventKind.REFERRAL_WITHDRAWN)
    words = {"sent": len(sent), "open": len(sent - told)}
    return _("enviadas: %(sent)s; sin respuesta: %(open)s.") % words


def _follow_ups(case: Case) -> str:
    done = FollowUp.objects.standing().filter(case=case)
    words = {
        "done": done.count(),
        "on_time": done.on_time(case.protocol.on_time.days).count(),
        "late": case.dues.overdue().filter(kind=DueKind.FOLLOW_UP).count(),
    }
    return _("hechos: %(done)s, a tiempo: %(on_time)s; vencidos sin hacer: %(late)s.") % words


def _evidence(case: Case, events: list[CaseEvent]) -> str:
    papers = Document.objects.standing().filter(person=case.person_id)
    proven = Exists(papers.filter(source_id=OuterRef("pk"))) | ~Q(evidence_note="")
    delivered = ServiceDelivery.objects.standing().filter(case=case)
    placed = _sources(events, EventKind.PLACED)
    words = {
        "services": delivered.count(),
        "proven": delivered.filter(proven | Q(evidence_status=EvidenceStatus.VERIFIED)).count(),
        "placed": len(placed),
        "papers": papers.filter(source_id__in=placed).values("source_id").distinct().count(),
    }
    return _(
        "servicios: %(services)s, con constancia: %(proven)s; colocaciones: %(placed)s, "
        "con foto de la constancia: %(papers)s."
    ) % words  # fmt: skip
