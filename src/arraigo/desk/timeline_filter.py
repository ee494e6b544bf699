"""Which lines of a case's timeline are shown. Its address holds codes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent, Note, ProtectionNote
from arraigo.core import clock
from arraigo.desk.filters import Filter


class Group(NamedTuple):
    """Kinds of lines that one looks for together."""

    title: str | Promise
    kinds: tuple[EventKind, ...]


NOTES = "notas"

#: Every kind stands in one group, but for `FACT_ANNULLED`, that goes with what it voids, and the
#: milestones of kinds of assessment, that are not told.
GROUPS: Mapping[str, Group] = {
    "contactos": Group(_("Contactos y seguimientos"), (
        EventKind.CONTACT_ATTEMPT, EventKind.CONTACT_MADE, EventKind.FOLLOW_UP_DONE,
        EventKind.OUTCOME_RECORDED,
    )),
    NOTES: Group(_("Notas y consejería"), (EventKind.NOTE_ADDED, EventKind.COUNSELLING_SESSION)),
    "plan": Group(_("Perfil, evaluaciones y plan"), (
        EventKind.PROFILE_COMPLETED, EventKind.ASSESSMENT_DONE, EventKind.PLAN_AGREED,
        EventKind.PLAN_REVIEWED, EventKind.PLAN_RETURNED,
    )),
    "servicios": Group(_("Referencias, servicios y actividades"), (
        EventKind.REFERRAL_SENT, EventKind.REFERRAL_ANSWERED, EventKind.REFERRAL_WITHDRAWN,
        EventKind.SERVICE_DELIVERED, EventKind.DELIVERY_ANNULLED, EventKind.INVITED,
        EventKind.INVITATION_WITHDRAWN,
    )),
    "empleo": Group(_("Formación y empleo"), (
        EventKind.ENROLLED, EventKind.TRAINING_COMPLETED, EventKind.CERTIFICATE_ISSUED,
        EventKind.APPLIED_TO_VACANCY, EventKind.PLACED, EventKind.RETENTION_CHECKED,
    )),
    "documentos": Group(_("Documentos y permisos"), (
        EventKind.DOCUMENT_ADDED, EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN,
        EventKind.FILE_COPIED, EventKind.FILE_ERASED,
    )),
    "caso": Group(_("Cambios del caso"), (
        EventKind.CASE_OPENED, EventKind.MANAGER_ASSIGNED, EventKind.CLOSURE_REQUESTED,
        EventKind.CLOSURE_RETURNED, EventKind.CASE_CLOSED, EventKind.CLOSURE_CERTIFIED,
        EventKind.CASE_REOPENED, EventKind.PROTOCOL_MOVED, EventKind.FILES_MERGED,
        EventKind.FILES_SEPARATED, EventKind.TRANSFER_ASKED, EventKind.TRANSFER_DECLINED,
        EventKind.TRANSFER_WITHDRAWN, EventKind.TRANSFERRED,
    )),
    "equipo": Group(_("Encargos, señales y verificaciones"), (
        EventKind.ERRAND_GIVEN, EventKind.ERRAND_DONE, EventKind.ERRAND_TAKEN_BACK,
        EventKind.FLAG_RAISED, EventKind.FLAG_ATTENDED, EventKind.QUALITY_CHECKED,
        EventKind.QUALITY_CORRECTED,
    )),
}  # fmt: skip

YEAR = 365
OLDER = "antes"
PERIODS = (
    ("30", _("Últimos 30 días")),
    ("90", _("Últimos 3 meses")),
    (str(YEAR), _("Último año")),
    (OLDER, _("Hace más de un año")),
)

#: What a note is marked with, by code: its column.
MARKS = {"buenas": "is_good_practice", "desafios": "is_challenge"}


class TimelineFilter(Filter):
    """What kind of thing, from when, and only what is marked to be told in the report."""

    que = forms.ChoiceField(
        label=_("¿Qué quiere ver?"),
        choices=[("", _("Todo")), *((code, group.title) for code, group in GROUPS.items())],
        required=False,
    )
    cuando = forms.ChoiceField(
        label=_("¿De cuándo?"), choices=[("", _("Desde el principio")), *PERIODS], required=False
    )
    marca = forms.ChoiceField(
        label=_("Notas marcadas"),
        choices=[
            ("", _("Marcadas o no")),
            ("buenas", _("Solo buenas prácticas")),
            ("desafios", _("Solo desafíos")),
        ],
        required=False,
    )

    def narrow(self, events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
        """Return the lines that pass; what voids a fact passes with it."""
        chosen = self.chosen()
        if mark := chosen.get("marca"):
            marked = Note.objects.standing().filter(**{MARKS[mark]: True})
            events = events.filter(
                source_table=Note._meta.db_table, source_id__in=marked.values("pk")
            )
        if code := chosen.get("que"):
            of_kind = Q(kind__in=GROUPS[code].kinds)
            voided = Q(
                kind=EventKind.FACT_ANNULLED,
                source_id__in=events.filter(of_kind).values("source_id"),
            )
            events = events.filter(of_kind | voided)
        return events.filter(**self._days())

    def guarded(self, notes: QuerySet[ProtectionNote]) -> Iterable[ProtectionNote]:
        """Return the protection notes that pass: notes, which nobody marks for a report."""
        chosen = self.chosen()
        if chosen.get("marca") or chosen.get("que", NOTES) != NOTES:
            return notes.none()
        return notes.filter(**self._days())

    def _days(self) -> dict[str, Any]:
        period = self.chosen().get("cuando")
        if period is None:
            return {}
        days = timedelta(days=YEAR if period == OLDER else int(period))
        return {f"occurred_on__{'lt' if period == OLDER else 'gte'}": clock.today() - days}
