"""The agenda: what is to be done by a day, done, moved or no longer wanted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import lock_case, recompute_state
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Case, Due
from arraigo.core import clock
from arraigo.core.transitions import Refused, refuse_future
from arraigo.territory.models import Office

LATEST = timedelta(days=3 * 365)
#: What a case that is open again is asked for anew; the rest is put back as it was.
_PLANNED_ANEW = (DueKind.FOLLOW_UP, DueKind.RETENTION, DueKind.DOCUMENT)


class Wanted(NamedTuple):
    """A date that the agenda is to hold, and what it is called there."""

    day: date
    title: str


@transaction.atomic
def plan_due(
    *,
    kind: DueKind,
    title: str,
    due_on: date,
    source: models.Model,
    case: Case | None = None,
    office: Office | None = None,
    assigned_to: Any = None,
    slot: int = 0,
) -> Due:
    """Put something on the agenda and return it.

    A case's due belongs to its manager unless another is named; without a case an office is
    needed. While one of the same source, kind and slot is open it is returned as it stands.
    Raises `Refused` for a closed case.
    """
    if case is not None:
        case = lock_case(case)
        if case.closed_on is not None:
            raise Refused(_("El caso está cerrado."))
    due, created = _put(
        kind, title, due_on, source, slot,
        case=case,
        person_id=case.person_id if case else None,
        office_id=case.office_id if case else _office_id(office),
        assigned_to=assigned_to or (manager_of(case) if case else None),
    )  # fmt: skip
    if created and case is not None:
        recompute_state(case.pk)
    return due


def _put(
    kind: DueKind, title: str, due_on: date, source: models.Model, slot: int, **whose: Any
) -> tuple[Due, bool]:
    """Return the open due of this source, kind and slot, and whether it was made now."""
    return Due.objects.get_or_create(
        source_table=source._meta.db_table,
        source_id=uuid.UUID(str(source.pk)),
        kind=kind,
        slot=slot,
        done_at=None,
        cancelled_at=None,
        defaults={"title": title[:200], "due_on": due_on, "original_on": due_on, **whose},
    )


def _office_id(office: Office | None) -> int:
    if office is None:
        raise ValueError("a due without a case needs its office")
    return office.pk


def manager_of(case: Case) -> Any:
    """Return who manages the case now, or None."""
    now = case.assignments.filter(until=None).select_related("manager").first()
    return now.manager if now else None


def _locked(due: Due) -> Due:
    """Lock the due, its case first, and return it as it stands."""
    if due.case is not None:
        lock_case(due.case)
    return Due.objects.select_for_update(of=("self",)).select_related("case").get(pk=due.pk)


def _changed(due: Due, *columns: str) -> Due:
    due.save(update_fields=columns)
    if due.case_id is not None:
        recompute_state(due.case_id)
    return due


@transaction.atomic
def make_due_again(*, due: Due) -> Due:
    """Put a finished date back on the agenda, because what finished it is void.

    Where the agenda was planned anew meanwhile, the new date stands and this one stays finished.
    If the case changed hands meanwhile, what its manager had to do is the new one's.
    """
    standing = _locked(due)
    replaced = Due.objects.filter(
        source_table=standing.source_table,
        source_id=standing.source_id,
        kind=standing.kind,
        slot=standing.slot,
        done_at=None,
        cancelled_at=None,
    )
    if standing.done_at is None or replaced.exists():
        return standing
    standing.done_at = standing.done_on = None
    if standing.case is not None and _gave_it_away(standing.case, standing.assigned_to):
        standing.assigned_to = manager_of(standing.case)
    return _changed(standing, "done_at", "done_on", "assigned_to")


def _gave_it_away(case: Case, user: Any) -> bool:
    """Tell whether `user` managed the case before, and does no more."""
    held = case.assignments.filter(manager=user)
    return held.exists() and not held.filter(until=None).exists()


@transaction.atomic
def finish_due(*, due: Due, on: date | None = None) -> Due:
    """Mark it done, today or on the day it was done. Twice is once.

    Raises `Refused` for what was cancelled, or a day still to come.
    """
    standing = _locked(due)
    if standing.done_at is not None:
        return standing
    if standing.cancelled_at is not None:
        raise Refused(_("Esto se quitó de la agenda."))
    if on is not None:
        refuse_future(on)
    standing.done_at, standing.done_on = clock.now(), on or clock.today()
    return _changed(standing, "done_at", "done_on")


@transaction.atomic
def postpone_due(*, due: Due, new_date: date, user: Any = None) -> Due:
    """Move it to another day; the first one is kept. Twice is once.

    Raises `Refused` for a day before today or too far away, or for what is done or cancelled.
    """
    standing = _locked(due)
    if not standing.is_open:
        raise Refused(_("Esto ya no está pendiente."))
    if not clock.today() <= new_date <= clock.today() + LATEST:
        raise Refused(_("Escoja una fecha de hoy en adelante, dentro de tres años."))
    standing.due_on = new_date
    return _changed(standing, "due_on")


@transaction.atomic
def cancel_due(*, due: Due) -> Due:
    """Take it off the agenda, unless it is done. Twice is once."""
    standing = _locked(due)
    if not standing.is_open:
        return standing
    standing.cancelled_at = clock.now()
    return _changed(standing, "cancelled_at")


def cancel_open_dues(case: Case) -> None:
    """Take everything of a case off the agenda. To be called with the case locked."""
    for due in case.dues.open():
        cancel_due(due=due)


def restore_dues(case: Case, since: datetime) -> None:
    """Put back what closing the case took off the agenda at `since` and nobody plans anew.

    What was due meanwhile is due today. The case is to be locked.
    """
    gone = case.dues.filter(cancelled_at__gte=since).exclude(kind__in=_PLANNED_ANEW)
    for due in gone:
        due.cancelled_at = None
        due.due_on = max(due.due_on, clock.today())
        if _gave_it_away(case, due.assigned_to):
            due.assigned_to = manager_of(case)
        _changed(due, "cancelled_at", "due_on", "assigned_to")


@transaction.atomic
def schedule_follow_ups(*, case: Case, start: date, priority: str = "") -> list[Due]:
    """Put the follow-ups of a plan on the agenda, as the case's protocol says for `priority`.

    Repeating it changes nothing; with another start or priority the open dates that are no
    longer wanted give way to the new ones, and what is done stays. Return those now open.
    Raises `Refused` for a closed case.
    """
    case = lock_case(case)
    if case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    wanted = {
        days: Wanted(
            start + timedelta(days=days), _t("Seguimiento a los %(days)s días") % {"days": days}
        )
        for days in case.protocol.follow_up_days(priority)
    }
    keep_dates(case=case, kind=DueKind.FOLLOW_UP, source=case, wanted=wanted)
    return list(case.dues.of_the_plan().open().order_by("due_on"))


def keep_dates(
    *, case: Case, kind: DueKind, source: models.Model, wanted: Mapping[int, Wanted]
) -> None:
    """Let the agenda of a locked case hold these dates of a source, by slot, and no other.

    Repeating it changes nothing; open dates that are no longer wanted are cancelled, and what
    is done stays.
    """
    kept = set()
    for due in Due.objects.of_source(source, kind):
        if due.slot in wanted and wanted[due.slot].day == due.original_on:
            kept.add(due.slot)
        elif due.is_open:
            cancel_due(due=due)
    new = wanted.keys() - kept
    if not new:
        return
    whose = {"person_id": case.person_id, "office_id": case.office_id}
    whose |= {"case": case, "assigned_to": manager_of(case)}
    for slot in sorted(new):
        _put(kind, wanted[slot].title, wanted[slot].day, source, slot, **whose)
    recompute_state(case.pk)
