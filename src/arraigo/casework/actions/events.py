"""The timeline of a case, and its state, which follows from it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import CasePriority, DataClass, EventKind
from arraigo.casework.models import Case, CaseEvent
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.people.consent import check_served


def recompute_state(case_id: uuid.UUID) -> None:
    """Say anew where the case stands. Locks the case until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_recompute_state(%s)", [case_id])


def lock_case(case: Case) -> Case:
    """Return the case as it stands in the database, locked until the transaction ends.

    Actions lock the case before anything of it, so that two of them never wait in a circle.
    """
    return Case.objects.to_change().get(pk=case.pk)


def lock_visible_case(case: Case, user: Any) -> Case:
    """Return the case as `lock_case` does. Raises `Refused` when `user` may not see it."""
    locked = Case.objects.visible_to(user).to_change().filter(pk=case.pk).first()
    if locked is None:
        raise Refused(_("Este caso no está en su oficina."))
    return locked


def lock_open_case(case: Case, user: Any) -> Case:
    """Return the case locked, for work that `user` does in it today.

    Raises `Refused` when she may not see it, it is closed, or her consent does not stand.
    """
    locked = lock_visible_case(case, user)
    if locked.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    check_served(locked.person_id)
    return locked


def write_event(
    *,
    case: Case,
    kind: EventKind,
    source: models.Model,
    occurred_on: date | None = None,
    summary: str = "",
    user: Any = None,
    data_class: DataClass = DataClass.PERSONAL,
) -> CaseEvent:
    """Add a line to the case's timeline, in the transaction of what happened, and return it.

    The case's state follows at once: a milestone moves its step without anybody typing it.
    """
    event = CaseEvent.objects.create(
        case=case,
        person_id=case.person_id,
        kind=kind,
        occurred_on=occurred_on or clock.today(),
        source_table=source._meta.db_table,
        source_id=source.pk,
        summary=summary,
        recorded_by=user,
        data_class=data_class,
    )
    recompute_state(case.pk)
    return event


@transaction.atomic
def set_priority(*, case: Case, priority: CasePriority, user: Any = None) -> Case:
    """Keep how soon the case needs attention, as the profile's screening says."""
    locked = lock_case(case)
    if locked.priority != priority:
        locked.priority = CasePriority(priority)
        locked.save(update_fields=["priority"])
        recompute_state(locked.pk)
    return locked
