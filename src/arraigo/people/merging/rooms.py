"""What upper rooms say about merges. Imports go down only, so they register themselves here.

A relation to a person declares MOVE or STAY and nothing more is needed; for one declared RULE
the room decides, and a system check fails when none does.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise

if TYPE_CHECKING:
    from arraigo.people.merging.born import Described, Group
    from arraigo.people.merging.ledger import Ledger
    from arraigo.people.merging.models import Merge, Separation

#: Who sees a person and why: reason, office, organisation.
Holder = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class OpenCase:
    """An open case, where both files have one: whose it is, and what helps to choose."""

    id: uuid.UUID
    person_id: uuid.UUID
    code: str
    hint: str | Promise


class MergeRoom:
    """What a room does when files are merged or separated. Override what concerns it."""

    #: The models whose relation to a person is declared RULE, and decided here.
    decides: tuple[type[models.Model], ...] = ()

    def lock(self, person_ids: Sequence[uuid.UUID]) -> None:
        """Lock what the room's own actions lock first, in their order."""

    def open_cases(self, person_ids: Sequence[uuid.UUID]) -> list[OpenCase]:
        """Return the open cases of these persons."""
        return []

    def refusal(self, merge: Merge) -> str | Promise | None:
        """Return why the files cannot be merged now, or None."""
        return None

    def refuses_comparison(self, person_ids: Sequence[uuid.UUID]) -> str | Promise | None:
        """Return why two offices cannot see these files to compare them, or None."""
        return None

    def requested(self, merge: Merge, user: Any) -> None:
        """Tell those concerned that a merge awaits its confirmation."""

    def decided(self, merge: Merge, user: Any) -> None:
        """Take note that a merge no longer awaits its confirmation; nothing has moved yet."""

    def merge(self, ledger: Ledger) -> None:
        """Decide about the rows of `decides`, writing to the ledger what is done."""

    def merged(self, merge: Merge, user: Any) -> None:
        """Tell of the merge once everything has moved."""

    def separated(self, merge: Merge, separation: Separation, user: Any) -> None:
        """Tell of the separation once everything is back.

        Raises `Refused` when what came out of it cannot stand.
        """

    def other_case(self, merge: Merge, case_id: uuid.UUID) -> uuid.UUID | None:
        """Return the other of two cases that the merge made one, or None."""
        return None

    def may_change_case(self, group: Group) -> bool:
        """Tell whether rows born since may go from one of the two cases to the other."""
        return True

    def describe(self, group: Group) -> Described | None:
        """Return how the page of a separation calls rows born since, or None to leave it."""
        return None

    def holders(self, person_id: uuid.UUID) -> set[Holder]:
        """Return who may see the person because of the room's rows."""
        return set()


_rooms: list[MergeRoom] = []


def register(room: MergeRoom) -> None:
    """Add a room. Upper rooms load later, so what they lock is locked first."""
    _rooms.insert(0, room)


def rooms() -> list[MergeRoom]:
    """Return the rooms, the upper ones first."""
    return list(_rooms)
