"""Pages of dated rows by key (a day and an id): the last page is as fast as the first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE_SIZE = 25
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class DatedPage(Generic[Row]):
    """Some rows, and the key after which the next ones come ('' at the end)."""

    rows: list[Row]
    after: str


def page_of(
    found: QuerySet[Row], after: str, *, day: str = "occurred_on", soonest_first: bool = False
) -> DatedPage[Row]:
    """Return the page after the key `after`, by the column `day`, latest first unless told.

    An unreadable key gives the first page.
    """
    text, _, ident = after.partition("_")
    side, sign = ("gt", "") if soonest_first else ("lt", "-")
    try:
        edge = date.fromisoformat(text), uuid.UUID(ident)
    except ValueError:
        pass
    else:
        same_day = Q(**{day: edge[0], f"id__{side}": edge[1]})
        beyond = Q(**{f"{day}__{side}": edge[0]}) | same_day
        # Said apart, the day is where an index is entered: an OR alone reads all before it.
        found = found.filter(beyond, **{f"{day}__{side}e": edge[0]})
    rows = list(found.order_by(f"{sign}{day}", f"{sign}id")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return DatedPage(shown, _key(shown[-1], day) if more else "")


def _key(row: Any, day: str) -> str:
    return f"{getattr(row, day)}_{row.pk}"
