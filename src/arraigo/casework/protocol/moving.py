"""Passing open cases to another version of the protocol, in parts, as often as it takes."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.dues import schedule_follow_ups
from arraigo.casework.actions.events import lock_case, write_event
from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case, ProtocolMove, ProtocolVersion
from arraigo.casework.planners import plan_anew
from arraigo.casework.querysets import CaseQuerySet
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

JOB: Final = Actor.job("casework.move_cases")
#: Cases of one transaction: a worker that dies loses no more than this.
PART: Final = 100


@transaction.atomic
def move_case(*, case: Case, version: ProtocolVersion, user: Any = None) -> Case:
    """Let one case follow another version, its agenda and its state with it. Twice is once.

    What is done stays done; open follow-ups go and come as the version says, counted from the
    same plan. Raises `Refused` for a closed case, and for a version not in force yet.
    """
    if version.published_at is None or version.valid_from > clock.today():
        raise Refused(_("Esa versión del protocolo todavía no está vigente."))
    locked = lock_case(case)
    if locked.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    if locked.protocol_id == version.pk:
        return locked
    locked.protocol = version
    locked.save(update_fields=["protocol"])
    known = locked.dues.of_the_plan().order_by("slot").first()
    if known is not None:
        start = known.original_on - timedelta(days=known.slot)
        schedule_follow_ups(case=locked, start=start, priority=locked.priority)
    plan_anew(locked)
    summary = _t("Versión %(version)s") % {"version": version.pk}
    write_event(
        case=locked, kind=EventKind.PROTOCOL_MOVED, source=locked, summary=summary, user=user
    )
    return locked


@transaction.atomic
def ask_to_move(*, version: ProtocolVersion, office: Office | None, user: Any) -> ProtocolMove:
    """Have the open cases of an office, or of all, pass to a version, and return the order.

    A job does it in parts. Raises `Refused` while another such order is under way, and for a
    version that is not the one in force.
    """
    if ProtocolVersion.objects.in_force().pk != version.pk:
        raise Refused(_("Los casos abiertos solo pasan a la versión vigente."))
    try:
        with transaction.atomic():
            order = ProtocolMove.objects.create(version=version, office=office, asked_by=user)
    except IntegrityError as error:
        raise Refused(_("Ya se están pasando casos. Espere a que termine.")) from error
    from arraigo.casework.protocol.tasks import move_cases

    transaction.on_commit(partial(move_cases.defer, order_id=str(order.pk)))
    return order


def waiting(order: ProtocolMove) -> CaseQuerySet:
    """Return the open cases that an order has still to pass."""
    return Case.objects.following_another(order.version_id, order.office_id)


def carry_out(order_id: uuid.UUID) -> None:
    """Pass all cases of an order, part by part.

    Safe to repeat and to run twice at once: what is done is seen in the cases themselves.
    """
    after: uuid.UUID | None = uuid.UUID(int=0)
    while after is not None:
        after = _one_part(order_id, after)


def _one_part(order_id: uuid.UUID, after: uuid.UUID) -> uuid.UUID | None:
    """Pass the cases that follow `after`; return the last of them, or None when all are done."""
    with acting_as(JOB):
        order = ProtocolMove.objects.select_for_update().get(pk=order_id)
        if order.finished_at is not None:
            return None
        part = list(waiting(order).filter(pk__gt=after).order_by("pk")[:PART])
        order.moved += sum(_moved(case, order) for case in part)
        if not part:
            order.finished_at = clock.now()
        order.save(update_fields=["moved", "finished_at"])
        return part[-1].pk if part else None


def _moved(case: Case, order: ProtocolMove) -> bool:
    try:
        move_case(case=case, version=order.version, user=order.asked_by)
    except Refused:
        return False  # closed meanwhile: it keeps its version
    return True
