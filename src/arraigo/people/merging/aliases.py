"""The ids a person has: her own and those of the files that were merged into hers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce

from arraigo.people.merging.models import PersonAlias


def canonical(person_id: uuid.UUID) -> uuid.UUID:
    """Return the id that stands for `person_id` now: its own unless its file was absorbed."""
    return canonicals([person_id])[person_id]


def canonicals(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return, for each id, the one that stands for it now. One query."""
    ids = list(person_ids)
    found = PersonAlias.objects.filter(person__in=ids).values_list("person_id", "survivor_id")
    return {**{ident: ident for ident in ids}, **dict(found)}


def ids_of(person_id: uuid.UUID) -> list[uuid.UUID]:
    """Return every id of the person, whichever of them is given, the canonical one first."""
    of_survivor = PersonAlias.objects.filter(person=person_id).values("survivor")
    pairs = PersonAlias.objects.filter(
        Q(survivor=person_id) | Q(survivor__in=of_survivor)
    ).values_list("survivor_id", "person_id")
    ids = dict.fromkeys([survivor for survivor, _absorbed in pairs] or [person_id])
    return [*ids, *(absorbed for _survivor, absorbed in pairs)]


def standing_id(reference: str | OuterRef) -> Coalesce:
    """Return, in a query, the id that stands now for the one in a column, the outer row's too."""
    survivor = PersonAlias.objects.filter(person=OuterRef(reference)).values("survivor")
    return Coalesce(Subquery(survivor), reference, output_field=UUIDField())
