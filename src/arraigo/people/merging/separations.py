"""Separating two merged files again: asked for by one, confirmed or refused by another."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.core import clock
from arraigo.core.context import ActorKind
from arraigo.core.models import History
from arraigo.core.transitions import Refused, advance
from arraigo.people.finding import write_found_by
from arraigo.people.merging.actions import FIELDS
from arraigo.people.merging.born import assign, born_since
from arraigo.people.merging.comparison import label_of, shown
from arraigo.people.merging.enums import SeparationState
from arraigo.people.merging.ledger import Ledger, column_of
from arraigo.people.merging.models import Merge, MergeMove, Separation
from arraigo.people.merging.rooms import rooms
from arraigo.people.merging.transitions import (
    CONFIRM,
    MERGES,
    REFUSE,
    SEPARATIONS,
    TAKE_BACK,
    UNDO,
    sees_both,
    separation_refusal,
)
from arraigo.people.models import Person, PersonScope


@dataclass(frozen=True)
class ChangedSince:
    """A value that the merge set and somebody has changed since: both values, who and when."""

    line: int
    column: str
    before: Any
    now: Any
    changed_by: User | None
    changed_at: datetime | None

    @property
    def label(self) -> str | Promise:
        """Return what the field is called on screen."""
        return label_of(self.column.removesuffix("_id"))

    @property
    def shown_before(self) -> str:
        """Return the value before the merge as a page shows it."""
        return shown(self.column, self.before)

    @property
    def shown_now(self) -> str:
        """Return the value of now as a page shows it."""
        return shown(self.column, self.now)


def changed_since(merge: Merge) -> list[ChangedSince]:
    """Return the person's values that the merge chose and that were changed afterwards."""
    values = Ledger(merge).changed_since()
    table = Person._meta.db_table
    lines = MergeMove.objects.filter(pk__in=values, table_name=table).order_by("pk")
    columns = {column_of(Person, name) for name in FIELDS}
    return [_with_author(line, values[line.pk]) for line in lines if line.column_name in columns]


def _with_author(line: MergeMove, now: Any) -> ChangedSince:
    changes = History.objects.filter(
        table_name=line.table_name, row_id=line.row_id, after__has_key=line.column_name
    )
    last = changes.order_by("-at", "-id").first()
    by_user = last is not None and last.actor_kind == ActorKind.USER
    author = User.objects.filter(pk=last.actor_id).first() if last and by_user else None
    return ChangedSince(
        line.pk, line.column_name, line.before, now, author, last.at if last else None
    )


@transaction.atomic
def request_separation(
    *,
    merge: Merge,
    reason: str,
    user: Any,
    values: Collection[int] = (),
    rows: Mapping[str, uuid.UUID] | None = None,
) -> Separation:
    """Ask for two merged files to be separated, and return the request.

    `values` are the ledger lines whose earlier value comes back although it was changed since;
    `rows` says whose each group of rows born since is. The same request twice is one. Raises
    `Refused` after 90 days, when a later merge stands on it, or without a reason.
    """
    if why := separation_refusal(merge):
        raise Refused(why)
    if not sees_both(merge, user):
        raise Refused(_("Usted no ve los dos expedientes."))
    if not reason.strip():
        raise Refused(_("Escriba por qué hay que separarlos."))
    asked = Separation.objects.filter(merge=merge, state=SeparationState.REQUESTED).first()
    if asked is not None and asked.requested_by_id == user.pk:
        return asked
    both = {merge.survivor_id, merge.absorbed_id}
    chosen = {key: str(person) for key, person in (rows or {}).items() if person in both}
    try:
        with transaction.atomic():
            return Separation.objects.create(
                merge=merge, person_id=merge.survivor_id, reason=reason.strip(),
                values=sorted(values), rows=chosen, requested_by=user,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("Otra persona ya pidió separarlos.")) from error


@transaction.atomic
def confirm_separation(*, separation: Separation, user: Any) -> Separation:
    """Separate the files and return the separation. The same confirmation twice is one.

    What moved goes back, a value changed since stays unless the request says otherwise, and
    rows born since go to whom the request gives them. Raises `Refused` to who asked, after 90
    days, when a later merge stands on it, or when two open cases of one person would come out.
    """
    standing = Separation.objects.select_for_update(of=("self",)).get(pk=separation.pk)
    if standing.state == SeparationState.CONFIRMED and standing.decided_by_id == user.pk:
        return standing
    merge = separation.merge
    ids = sorted([merge.survivor_id, merge.absorbed_id])
    for room in rooms():
        room.lock(ids)
    list(Person.objects.select_for_update().order_by("pk").filter(pk__in=ids))
    now = clock.now()
    advance(SEPARATIONS, CONFIRM, separation, user, user.roles, decided_by=user, decided_at=now)
    try:
        _part(separation, merge, user)
    except IntegrityError as error:
        raise Refused(
            _("Así no se puede: una persona quedaría con dos casos abiertos o un dato doble.")
        ) from error
    return separation


def _part(separation: Separation, merge: Merge, user: Any) -> None:
    with transaction.atomic():
        assign(separation, born_since(merge))
        # Until all is back in its place both files must be in sight of who confirms: what the merge
        # gave the offices to see is taken away by its room, the last of them.
        Ledger(merge).undo(forced=separation.values, last=PersonScope)
        ids = [merge.survivor_id, merge.absorbed_id]
        for person in Person.objects.filter(pk__in=ids):
            person.save(update_fields=["sort_key"])
        advance(MERGES, UNDO, merge, user, user.roles)
        for room in rooms():
            room.separated(merge, separation, user)
        write_found_by(ids)


@transaction.atomic
def refuse_separation(*, separation: Separation, reason: str, user: Any) -> Separation:
    """Say that the files stay merged. Raises `Refused` to who asked, or without a reason."""
    if not reason.strip():
        raise Refused(_("Escriba por qué siguen unidos."))
    standing = Separation.objects.select_for_update(of=("self",)).get(pk=separation.pk)
    if standing.state == SeparationState.REFUSED and standing.decided_by_id == user.pk:
        return standing
    advance(
        SEPARATIONS, REFUSE, separation, user, user.roles,
        decided_by=user, decided_at=clock.now(), decision_reason=reason.strip()[:400],
    )  # fmt: skip
    return separation


@transaction.atomic
def take_back_separation(*, separation: Separation, user: Any) -> Separation:
    """Take back a request that still waits, by who made it. Twice is once.

    Raises `Refused` to anybody else, and once it was decided.
    """
    standing = Separation.objects.select_for_update(of=("self",)).get(pk=separation.pk)
    if standing.state == SeparationState.TAKEN_BACK and standing.requested_by_id == user.pk:
        return standing
    advance(SEPARATIONS, TAKE_BACK, separation, user, user.roles, decided_at=clock.now())
    return separation
