"""Writes about a received list: receive, tell its columns, correct, import, undo, discard."""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock, sealing
from arraigo.core.reading.tables import Table
from arraigo.core.transitions import Refused, advance
from arraigo.people.leads import tasks
from arraigo.people.leads.columns import (
    LINE_HEADER,
    Layout,
    folded,
    header_of,
    layout_of,
    values_of,
)
from arraigo.people.leads.enums import ENDED, KEPT_FOR, Field, RowState, Step
from arraigo.people.leads.inputs import Basis, ReceivedFile
from arraigo.people.leads.models import ColumnMapping, LeadList, ListContent, ListRow, ListStep
from arraigo.people.leads.transitions import TRANSITIONS
from arraigo.territory.models import Office

NAMES = {Field.FULL_NAME, Field.GIVEN_NAMES, Field.SURNAMES}


@transaction.atomic
def receive_list(*, basis: Basis, file: ReceivedFile, user: Any, office: Office) -> LeadList:
    """Keep what a received file holds, sealed, until its columns are told; return the list.

    The same file twice is one list. Raises `Refused` for a list received so long ago that its
    contacts would have to be erased already.
    """
    if basis.received_on + KEPT_FOR <= clock.today():
        raise Refused(
            _("Esa lista se recibió hace más de %(days)s días: sus datos ya no se pueden guardar.")
            % {"days": KEPT_FOR.days}
        )
    try:
        with transaction.atomic():
            received = _insert(basis, file, user, office)
    except IntegrityError:
        return LeadList.objects.exclude(state__in=ENDED).get(office=office, sha256=file.sha256)
    wrapped = sealing.new_wrapped_key()
    content = zlib.compress(json.dumps(file.table.rows, ensure_ascii=False).encode())
    sealed = sealing.seal(wrapped, content, received.pk.bytes)
    ListContent.objects.create(listing=received, office=office, wrapped=wrapped, sealed=sealed)
    note_step(received, Step.RECEIVE, user, len(file.table.rows))
    return received


def _insert(basis: Basis, file: ReceivedFile, user: Any, office: Office) -> LeadList:
    return LeadList.objects.create(
        office=office,
        source=basis.source,
        agreement=basis.agreement.strip(),
        purpose=basis.purpose,
        handed_by=basis.handed_by.strip(),
        received_on=basis.received_on,
        file_name=file.name[-160:],
        sha256=file.sha256,
        uploaded_by=user,
    )


def layout(received: LeadList) -> Layout:
    """Return the columns and rows of a list that is not imported yet."""
    content = received.content
    opened = sealing.unseal(bytes(content.wrapped), bytes(content.sealed), received.pk.bytes)
    rows = [(number, cells) for number, cells in json.loads(zlib.decompress(opened))]
    return layout_of(Table(rows))


def saved_fields(received: LeadList) -> dict[str, str]:
    """Return what the columns of this source's lists meant last time, by folded header."""
    saved = ColumnMapping.objects.filter(office=received.office, source=received.source).first()
    return saved.fields if saved else {}


@transaction.atomic
def set_columns(*, received: LeadList, fields: Sequence[str], user: Any) -> LeadList:
    """Say what each column is, remember it for the source, and have the rows checked anew.

    What a column without a field holds is kept no longer than the sealed content. Raises
    `Refused` when there is no column of names.
    """
    if not NAMES & set(fields):
        raise Refused(_("Diga en qué columna está el nombre."))
    held = layout(received)
    columns = [list(pair) for pair in zip(held.headers, fields, strict=True)]
    advance(
        TRANSITIONS, Step.MAP, received, user, user.roles,
        columns=columns, done=0, total=len(held.rows), worked_at=clock.now(),
    )  # fmt: skip
    if held.has_header:
        _remember(received, columns)
    received.rows.all().delete()
    ListRow.objects.bulk_create(
        ListRow(
            listing=received,
            office=received.office,
            number=number,
            values=values_of(cells, columns),
        )
        for number, cells in held.rows
    )
    note_step(received, Step.MAP, user, len(held.rows))
    tasks.work_on_list.defer(list_id=str(received.pk))
    return received


def _remember(received: LeadList, columns: Sequence[Sequence[str]]) -> None:
    mapping, _made = ColumnMapping.objects.get_or_create(
        office=received.office, source=received.source
    )
    mapping.fields = {**mapping.fields, **{folded(header): field for header, field in columns}}
    mapping.save(update_fields=["fields"])


@transaction.atomic
def correct_rows(*, received: LeadList, table: Table, user: Any) -> int:
    """Replace wrong rows by the corrected ones of the Excel given out; return how many.

    Only rows that still are wrong change: the same file twice changes nothing. Raises `Refused`
    for a file without the line numbers or without a wrong row of this list.
    """
    headers = table.rows[0][1]
    if LINE_HEADER not in headers:
        raise Refused(
            _("Falta la columna «%(column)s». Use el Excel que se descargó de esta lista.")
            % {"column": LINE_HEADER}
        )
    line = headers.index(LINE_HEADER)
    meaning = {header_of(field, received.columns): str(field) for field in Field}
    columns = [[header, meaning.get(header, "")] for header in headers]
    corrected = {cells[line]: cells for _number, cells in table.rows[1:] if line < len(cells)}
    changed = []
    for row in received.rows.select_for_update().filter(state=RowState.WRONG):
        if (cells := corrected.get(str(row.number))) is not None:
            row.values, row.problems = values_of(cells, columns), []
            row.state = RowState.PENDING
            changed.append(row)
    if not changed:
        raise Refused(_("Ese archivo no trae ninguna fila por corregir de esta lista."))
    advance(
        TRANSITIONS, Step.CORRECT, received, user, user.roles,
        done=0, total=len(changed), worked_at=clock.now(),
    )  # fmt: skip
    ListRow.objects.bulk_update(changed, ["values", "problems", "state"])
    note_step(received, Step.CORRECT, user, len(changed))
    tasks.work_on_list.defer(list_id=str(received.pk))
    return len(changed)


@transaction.atomic
def choose_twins(
    *, received: LeadList, shown: Collection[uuid.UUID], wanted: Collection[uuid.UUID]
) -> None:
    """Bring in the `wanted` of the `shown` rows that look like somebody known, not the others."""
    twins = received.rows.filter(state=RowState.TWIN, pk__in=shown)
    twins.filter(pk__in=wanted).update(wanted=True)
    twins.exclude(pk__in=wanted).update(wanted=False)


@transaction.atomic
def import_list(*, received: LeadList, user: Any) -> LeadList:
    """Begin to make contacts of the rows; a job does it. The sealed content goes.

    Raises `Refused` when no row is left to bring in.
    """
    total = received.rows.to_import().count()
    advance(
        TRANSITIONS, Step.IMPORT, received, user, user.roles,
        done=0, total=total, worked_at=clock.now(),
    )  # fmt: skip
    ListContent.objects.filter(listing=received).delete()
    note_step(received, Step.IMPORT, user, total)
    tasks.work_on_list.defer(list_id=str(received.pk))
    return received


@transaction.atomic
def undo_import(*, received: LeadList, user: Any) -> LeadList:
    """Begin to take back every contact of the list that nothing has happened to; a job does it.

    Raises `Refused` when nothing of it was imported.
    """
    total = received.leads.untouched().count()
    advance(
        TRANSITIONS, Step.UNDO, received, user, user.roles,
        done=0, total=total, worked_at=clock.now(),
    )  # fmt: skip
    note_step(received, Step.UNDO, user, total)
    tasks.work_on_list.defer(list_id=str(received.pk))
    return received


@transaction.atomic
def discard_list(*, received: LeadList, user: Any) -> LeadList:
    """Drop a list that is not imported: its rows go, that it came remains."""
    rows = received.rows.count()
    advance(TRANSITIONS, Step.DISCARD, received, user, user.roles)
    drop_rows(received)
    note_step(received, Step.DISCARD, user, rows)
    return received


def drop_rows(received: LeadList) -> None:
    """Delete the rows of a list and what is left of its file, for good."""
    received.rows.all().delete()
    ListContent.objects.filter(listing=received).delete()


def note_step(received: LeadList, step: Step, user: Any, rows: int) -> None:
    """Write in the list's ledger what was done, by whom and with how many rows."""
    ListStep.objects.create(listing=received, office=received.office, name=step, by=user, rows=rows)
