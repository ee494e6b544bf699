"""What an agreement leaves on the agenda of who follows it up."""

from __future__ import annotations

from arraigo.casework.actions import cancel_due, finish_due, plan_due
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.coordination.models import Agreement


def put(agreement: Agreement) -> Due:
    """Put the agreement on the agenda, due on its day; it belongs to the office, not to a case."""
    return plan_due(
        kind=DueKind.AGREEMENT,
        title=agreement.text,
        due_on=agreement.due_on,
        source=agreement,
        office=agreement.activity.office,
        assigned_to=agreement.responsible,
    )


def _open(agreement: Agreement) -> Due | None:
    table = Agreement._meta.db_table
    return Due.objects.open().filter(source_table=table, source_id=agreement.pk).first()


def finish(agreement: Agreement) -> None:
    """Mark it done on the agenda."""
    due = _open(agreement)
    if due is not None:
        finish_due(due=due)


def take_off(agreement: Agreement) -> None:
    """Take it off the agenda: its activity is void."""
    due = _open(agreement)
    if due is not None:
        cancel_due(due=due)
