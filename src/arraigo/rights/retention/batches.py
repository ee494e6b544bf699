"""A batch: proposed by the job, asked for by one, confirmed by another, carried out by the job."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.context import acting_as
from arraigo.core.transitions import Refused, Transition, TransitionTable, advance, can
from arraigo.people.files import remove_files
from arraigo.people.models import Person
from arraigo.rights.deciding import DECIDERS, by_another_than
from arraigo.rights.enums import ErasureReason, ErasureState
from arraigo.rights.erasing import erase_now
from arraigo.rights.models import Erasure
from arraigo.rights.retention import tasks
from arraigo.rights.retention.due import Due, due_people
from arraigo.rights.retention.enums import BatchState, Deed, Outcome
from arraigo.rights.retention.holds import JOB, place_hold
from arraigo.rights.retention.models import (
    OPEN,
    RetentionBatch,
    RetentionItem,
    RetentionRule,
)

#: How many files are decided about at once: as many as somebody can look through.
AT_ONCE = 100

ASK, CONFIRM, RETURN = "pedir", "confirmar", "devolver"
_ASKED = frozenset({str(BatchState.ASKED)})


TRANSITIONS: TransitionTable = {
    ASK: Transition(frozenset({str(BatchState.PROPOSED)}), str(BatchState.ASKED), DECIDERS),
    CONFIRM: Transition(
        _ASKED, str(BatchState.CONFIRMED), DECIDERS, by_another_than("asked_by_id")
    ),
    RETURN: Transition(_ASKED, str(BatchState.PROPOSED), DECIDERS),
}


def can_do(name: str, batch: RetentionBatch, user: Any) -> bool:
    """Tell whether `user` may ask for, confirm or return the batch now."""
    return can(TRANSITIONS, name, batch, user, user.roles)


def propose_batch(rule: RetentionRule, due: list[Due]) -> RetentionBatch | None:
    """Put the files longest due into a batch and return it; None while another one is open.

    To be called by the job, as often as one likes: two at once make one batch.
    """
    free = [one for one in due if not one.held][:AT_ONCE]
    if not free or RetentionBatch.objects.filter(kind=rule.kind, state__in=OPEN).exists():
        return None
    try:
        with transaction.atomic():
            batch = RetentionBatch.objects.create(rule=rule, kind=rule.kind)
            RetentionItem.objects.bulk_create(
                RetentionItem(batch=batch, person_id=one.person_id, since=one.since) for one in free
            )
    except IntegrityError:
        return None
    return batch


@transaction.atomic
def keep_back(*, item: RetentionItem, reason: str, user: Any) -> RetentionItem:
    """Take a file out of its batch and hold it, so that it is not proposed again.

    Raises `Refused` without a reason, and once the batch is confirmed.
    """
    batch = RetentionBatch.objects.select_for_update().get(pk=item.batch_id)
    if batch.state not in (BatchState.PROPOSED, BatchState.ASKED):
        raise Refused(_("Este lote ya se confirmó."))
    if not DECIDERS & user.roles:
        raise Refused(_("Su función no permite hacer esto."))
    place_hold(person_id=item.person_id, reason=reason, user=user)
    _settle(item, Outcome.HELD)
    return item


@transaction.atomic
def ask_batch(*, batch: RetentionBatch, user: Any) -> RetentionBatch:
    """Ask for what waits in a batch to be erased; somebody else confirms. Twice is once."""
    if batch.state == BatchState.ASKED and batch.asked_by_id == user.pk:
        return batch
    advance(
        TRANSITIONS, ASK, batch, user, user.roles,
        asked_by=user, asked_at=clock.now(), returned_reason="",
    )  # fmt: skip
    return batch


@transaction.atomic
def return_batch(*, batch: RetentionBatch, reason: str, user: Any) -> RetentionBatch:
    """Give a batch back to be looked through again, and say why."""
    if not reason.strip():
        raise Refused(_("Escriba por qué se devuelve."))
    advance(
        TRANSITIONS, RETURN, batch, user, user.roles,
        asked_by=None, asked_at=None, returned_reason=reason.strip(),
    )  # fmt: skip
    return batch


@transaction.atomic
def confirm_batch(*, batch: RetentionBatch, user: Any) -> RetentionBatch:
    """Confirm a batch: the job erases from now on, file by file.

    Raises `Refused` to who asked for it, `Outdated` when somebody else decided first.
    """
    advance(
        TRANSITIONS, CONFIRM, batch, user, user.roles, decided_by=user, decided_at=clock.now()
    )  # fmt: skip
    tasks.carry_out.defer(batch_id=str(batch.pk))
    return batch


def carry_out(batch_id: uuid.UUID) -> int:
    """Do what was confirmed, each file in a transaction of its own; return how many were done.

    Each is looked at once more before: a case opened meanwhile, or a hold, keeps it. Killed in
    the middle it goes on where it was; run twice at once nothing is done twice.
    """
    count = 0
    while True:
        with acting_as(JOB):
            batches = RetentionBatch.objects.select_related("rule").select_for_update(of=("self",))
            batch = batches.get(pk=batch_id)
            waiting = batch.items.filter(outcome=Outcome.WAITING).order_by("pk")
            item = waiting.first() if batch.state == BatchState.CONFIRMED else None
            if item is None:
                _finish(batch)
                return count
            count += _carry_out_one(batch, item)


def _finish(batch: RetentionBatch) -> None:
    if batch.state == BatchState.CONFIRMED:
        batch.state, batch.finished_at = BatchState.DONE, clock.now()
        batch.save(update_fields=["state", "finished_at"])


def _carry_out_one(batch: RetentionBatch, item: RetentionItem) -> bool:
    # Opening a case takes a lock on its person's row: it waits for this, or this for it.
    Person.objects.select_for_update(of=("self",)).get(pk=item.person_id)
    standing = due_people(batch.rule, clock.today(), item.person_id)
    if not standing or standing[0].held:
        _settle(item, Outcome.HELD)
        return False
    if batch.rule.deed == Deed.EMPTY:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rights_empty_protection(%s)", [item.pk])
    else:
        files = erase_now(_erasure_of(batch, item))
        transaction.on_commit(lambda: remove_files(files))
    _settle(item, Outcome.DONE)
    return True


def _erasure_of(batch: RetentionBatch, item: RetentionItem) -> Erasure:
    asked: dict[str, Any] = {"requested_by_id": batch.asked_by_id, "requested_at": batch.asked_at}
    return Erasure.objects.create(
        person_id=item.person_id,
        state=ErasureState.CONFIRMED,
        reason=ErasureReason.RETENTION,
        decided_by_id=batch.decided_by_id,
        decided_at=batch.decided_at,
        **asked,
    )


def _settle(item: RetentionItem, outcome: Outcome) -> None:
    item.outcome, item.settled_at = outcome, clock.now()
    item.save(update_fields=["outcome", "settled_at"])
