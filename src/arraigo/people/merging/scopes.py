"""Who sees merged files: whoever saw one of them sees both, under every id, until separated."""

from __future__ import annotations

import uuid
from typing import Any

from arraigo.people.enums import ScopeReason
from arraigo.people.merging.aliases import ids_of
from arraigo.people.merging.ledger import Ledger
from arraigo.people.merging.models import Merge, Separation
from arraigo.people.merging.rooms import MergeRoom, rooms
from arraigo.people.models import PersonScope


class ScopeRoom(MergeRoom):
    """The rule of `PersonScope`: the holders of both files are united, and parted again.

    Rows keep their person, and each id gets the holders it lacked; so the policies, which know
    of offices and organisations only, need not ask for aliases.
    """

    decides = (PersonScope,)

    def merge(self, ledger: Ledger) -> None:
        """Let whoever sees one of the ids see all of them. The aliases stand already."""
        ids = ids_of(ledger.merge.survivor_id)
        given = PersonScope.objects.filter(person__in=ids).exclude(reason=ScopeReason.REVIEW)
        rows = list(given.order_by("pk"))
        holders = {(row.office_id, row.organization_id, row.until) for row in rows}
        for ident in ids:
            has = {
                (row.office_id, row.organization_id, row.until)
                for row in rows
                if row.person_id == ident
            }
            lacking = sorted(holders - has, key=str)
            made = [self._united(ident, *holder) for holder in lacking]
            ledger.created(row for row, created in made if created)

    def _united(
        self, person_id: uuid.UUID, office: int | None, organization: int | None, until: Any
    ) -> tuple[PersonScope, bool]:
        holder: dict[str, Any] = {"office_id": office, "organization_id": organization}
        return PersonScope.objects.get_or_create(
            person_id=person_id, reason=ScopeReason.MERGE, **holder, defaults={"until": until}
        )

    def separated(self, merge: Merge, separation: Separation, user: Any) -> None:
        """Take away what the merge gave, and what was given since for the other person's sake."""
        Ledger(merge).take_away(PersonScope)
        known = set(merge.own_rows[PersonScope._meta.db_table])
        for person_id in (merge.survivor_id, merge.absorbed_id):
            claimed = set().union(*(room.holders(person_id) for room in rooms()))
            for row in PersonScope.objects.filter(person=person_id):
                since = str(row.pk) not in known and row.reason != ScopeReason.MERGE
                if since and (row.reason, row.office_id, row.organization_id) not in claimed:
                    row.delete()
