"""What the job does with a list, some rows at a time, each time in one transaction.

Every step takes the rows that are still to be done under the list's lock and marks them in the
same transaction, so a job may be killed, repeated or run twice at once: nothing is doubled and
nothing is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.people.leads.actions.contacts import close
from arraigo.people.leads.actions.lists import drop_rows, note_step
from arraigo.people.leads.enums import (
    ENDED,
    KEPT_FOR,
    UNUSED_FOR,
    WORKING,
    LeadState,
    ListPurpose,
    ListState,
    RowState,
    Step,
)
from arraigo.people.leads.enums import LeadStep as Happened
from arraigo.people.leads.models import Lead, LeadList, ListRow
from arraigo.people.leads.places import Places
from arraigo.people.leads.rows import Judged, LeadData, RowReader
from arraigo.people.leads.twins import KnownLeads, Twin, persons_like

AT_ONCE = 200
STALLED_AFTER = timedelta(minutes=2)
JOB = Actor.job("people.work_on_list")
#: Nobody under 18 goes to a fair's list or to job matching (domain: privacy, NNA).
GROWN_ONLY = (ListPurpose.FAIR, ListPurpose.EMPLOYMENT)


def work(list_id: uuid.UUID) -> None:
    """Do all that the list's state asks for, `AT_ONCE` rows in each transaction."""
    checker = Checker(list_id)
    steps: dict[str, Callable[[LeadList], int]] = {
        ListState.CHECKING: checker.check,
        ListState.IMPORTING: import_some,
        ListState.UNDOING: undo_some,
    }
    while True:
        with acting_as(JOB):
            lists = LeadList.objects.select_related("office", "uploaded_by")
            received = lists.select_for_update(of=("self",)).get(pk=list_id)
            step = steps.get(received.state)
            if step is None:
                return
            done = step(received)
            if done:
                received.done = F("done") + done
            else:
                received.state = RESTS_IN[ListState(received.state)]
            received.worked_at = clock.now()
            received.save(update_fields=["done", "state", "worked_at"])


#: Where a list comes to rest when a job has nothing left to do.
RESTS_IN = {
    ListState.CHECKING: ListState.CHECKED,
    ListState.IMPORTING: ListState.IMPORTED,
    ListState.UNDOING: ListState.CHECKED,
}


class Checker:
    """Checks rows; what it needs of the whole list and the office is read once."""

    def __init__(self, list_id: uuid.UUID) -> None:
        self.list_id = list_id
        self._ready: tuple[RowReader, KnownLeads] | None = None

    def check(self, received: LeadList) -> int:
        """Judge the next rows and look for whom they may be; return how many there were."""
        rows = list(received.rows.filter(state=RowState.PENDING).order_by("number")[:AT_ONCE])
        if rows:
            reader, known = self._tools(received)
            judged = [reader.read(row.number, row.values) for row in rows]
            # Persons are looked for as the one who sent the list: her policies hold in the job.
            with acting_as(Actor.user(received.uploaded_by)):
                twins = _twins(judged, known, received.uploaded_by)
            for row, one, alike in zip(rows, judged, twins, strict=True):
                _keep(row, one, alike)
            ListRow.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["values", "state", "problems", "twins", "wanted"],
            )
        return len(rows)

    def _tools(self, received: LeadList) -> tuple[RowReader, KnownLeads]:
        if self._ready is None:
            reader = reader_of(received)
            self._ready = reader, KnownLeads(received.office)
        return self._ready


def reader_of(received: LeadList) -> RowReader:
    """Return the reader that knows all rows of the list."""
    rows = received.rows.values_list("number", "values")
    grown_only = received.purpose in GROWN_ONLY
    return RowReader(rows, received.received_on, Places(), grown_only=grown_only)


def _twins(judged: Sequence[Judged], known: KnownLeads, user: Any) -> list[list[Twin]]:
    """Return whom each row may be: a contact of the office or, if none, a person; wrong ones none.

    The rows that are like no contact are compared with the registry all at once.
    """
    twins = [[] if one.problems else known.like(one.data) for one in judged]
    alone = [place for place, one in enumerate(judged) if not one.problems and not twins[place]]
    persons = persons_like([judged[place].data for place in alone], user)
    for place, found in zip(alone, persons, strict=True):
        twins[place] = found
    return twins


def _keep(row: ListRow, judged: Judged, twins: list[Twin]) -> None:
    """Put down with the row what came out; what somebody said no to is not kept."""
    row.problems = [
        {"kind": problem.kind.value, "field": str(problem.field), "hint": problem.hint}
        for problem in judged.problems
    ]
    row.twins, row.wanted = [twin.as_json() for twin in twins], False
    if judged.problems:
        row.state = RowState.WRONG
    else:
        row.state = RowState.TWIN if twins else RowState.GOOD
    if judged.refused:
        row.values = {}


def import_some(received: LeadList) -> int:
    """Make contacts of the next rows; return how many. A contact has its row's id."""
    rows = list(received.rows.to_import().order_by("number")[:AT_ONCE])
    if rows:
        reader = reader_of(received)
        Lead.objects.bulk_create(
            _lead(received, row, reader.read(row.number, row.values).data) for row in rows
        )
        received.rows.filter(pk__in=[row.pk for row in rows]).update(state=RowState.IMPORTED)
    return len(rows)


def _lead(received: LeadList, row: ListRow, data: LeadData) -> Lead:
    lead = Lead(
        id=row.pk,
        listing=received,
        office=received.office,
        expires_on=received.expires_on,
        given_names=data.given_names,
        surnames=data.surnames,
        sex=data.sex,
        birth_year=data.birth_year,
        phone=data.phone,
        cui=data.cui,
        municipality_id=data.municipality_id,
        returned_on=data.returned_on,
        country=data.country,
    )
    for column, value in lead.derive().items():
        setattr(lead, column, value)
    return lead


def undo_some(received: LeadList) -> int:
    """Take back the next contacts that nothing has happened to; return how many were looked at.

    Their rows are again as they were before the import.
    """
    # Whoever records a call locks the contact first: once it is locked here, a second look tells
    # whether something has happened to it in the meantime.
    untouched = received.leads.untouched().order_by("pk").select_for_update(of=("self",))
    locked = [lead.pk for lead in untouched[:AT_ONCE]]
    ids = list(Lead.objects.untouched().filter(pk__in=locked).values_list("pk", flat=True))
    Lead.objects.filter(pk__in=ids).delete()
    rows = received.rows.filter(pk__in=ids)
    rows.filter(wanted=True).update(state=RowState.TWIN)
    rows.filter(wanted=False).update(state=RowState.GOOD)
    return len(locked)


@transaction.atomic
def purge() -> int:
    """Erase every contact without consent after its time, and rows nobody uses; return how many.

    To be called by a job, which sees every office's lists. Repeating it changes nothing.
    """
    today = clock.today()
    late = Lead.objects.pending().filter(expires_on__lte=today).select_for_update(of=("self",))
    count = 0
    for lead in late:
        close(lead, LeadState.EXPIRED, Happened.EXPIRED, user=None)
        count += 1
    for received in LeadList.objects.exclude(state__in=ENDED):
        unused = received.state in (ListState.RECEIVED, ListState.CHECKED) and (
            received.worked_at <= clock.now() - UNUSED_FOR
        )
        imported = received.leads.exists()
        if received.received_on + KEPT_FOR <= today or (unused and not imported):
            drop_rows(received)
            received.state = ListState.EXPIRED
            received.save(update_fields=["state"])
            note_step(received, Step.EXPIRE, None, 0)
    return count


def stalled() -> list[uuid.UUID]:
    """Return the lists on which a job was at work and has not been heard of for a while."""
    return list(
        LeadList.objects.filter(
            state__in=WORKING, worked_at__lte=clock.now() - STALLED_AFTER
        ).values_list("pk", flat=True)
    )
