"""The review queue: what awaits a decision, and the pairs of files, the likeliest first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FloatField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arraigo.people.merging.aliases import canonicals
from arraigo.people.merging.enums import MergeState, SeparationState
from arraigo.people.merging.models import Merge, Separation
from arraigo.people.models import MatchCandidate, Person

PAGE = 25
#: What the rules compare (`people.duplicates`), in words.
AGREEMENTS = {
    "name": _("nombre"), "birth_year": _("año de nacimiento"), "municipality": _("municipio"),
    "phone": _("teléfono"), "cui": _("CUI (DPI)"),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A pair of the queue as it stands now; `newer` is None while it is out of sight."""

    candidate: MatchCandidate
    newer: Person | None
    older: Person


@dataclass(frozen=True)
class QueuePage:
    """One page of pairs, and where the next one begins."""

    pairs: list[Pair]
    after: str


def waiting_merges(user: Any) -> list[Merge]:
    """Return the merges asked for that `user` may see, the oldest first."""
    asked = Merge.objects.filter(state=MergeState.REQUESTED)
    return list(_of_seen(asked, "survivor", user).select_related("survivor", "requested_by"))


def waiting_separations(user: Any) -> list[Separation]:
    """Return the separations asked for that `user` may see, the oldest first."""
    asked = Separation.objects.filter(state=SeparationState.REQUESTED)
    return list(_of_seen(asked, "person", user).select_related("person", "requested_by"))


def _of_seen(rows: Any, column: str, user: Any) -> Any:
    seen = Person.objects.visible_to(user).values("pk")
    return rows.filter(**{f"{column}__in": seen}).order_by("requested_at", "pk")[:PAGE]


def page_of_pairs(user: Any, after: str) -> QueuePage:
    """Return the pairs `user` may see that wait for a decision, after the mark `after`.

    A mark that is no mark gives the first page.
    """
    likelihood = Coalesce("probability", Value(-1.0), output_field=FloatField())
    rows = MatchCandidate.objects.visible_to(user).waiting()
    rows = rows.select_related("proposed_by").annotate(likelihood=likelihood)
    mark = _read(after)
    if mark is not None:
        lower, pk = mark
        rows = rows.filter(Q(likelihood__lt=lower) | Q(likelihood=lower, pk__lt=pk))
    found = list(rows.order_by("-likelihood", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    last = f"{found[-1].likelihood!r}_{found[-1].pk}" if more else ""
    return QueuePage(_pairs(found, user), last)


def _read(mark: str) -> tuple[float, int] | None:
    likelihood, _separator, pk = mark.partition("_")
    try:
        return float(likelihood), int(pk)
    except ValueError:
        return None


def _pairs(candidates: Iterable[MatchCandidate], user: Any) -> list[Pair]:
    rows = list(candidates)
    ids = canonicals([one for row in rows for one in (row.person_id, row.other_id)])
    seen: dict[uuid.UUID, Person] = (
        Person.objects.visible_to(user).select_related("municipality").in_bulk(set(ids.values()))
    )
    pairs = [
        Pair(row, seen.get(ids[row.person_id]), seen[ids[row.other_id]])
        for row in rows
        if ids[row.other_id] in seen
    ]
    return [pair for pair in pairs if pair.newer != pair.older]


def count_waiting(user: Any) -> int:
    """Return how many pairs and requests await somebody, at most a page of each."""
    pairs = MatchCandidate.objects.visible_to(user).waiting()[:PAGE].count()
    return pairs + len(waiting_merges(user)) + len(waiting_separations(user))
