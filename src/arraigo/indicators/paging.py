"""Pages of dated rows by key (a date and an id), latest first: the last is as fast as the first."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.http import QueryDict

PAGE_SIZE = 25
Edge = tuple[date, uuid.UUID]
Row = TypeVar("Row")
#: Given an edge (or None), whether to go back, and a limit, return the rows beyond it.
Fetch = Callable[[Edge | None, bool, int], list[Row]]


class Page(NamedTuple, Generic[Row]):
    """Some rows, and the addresses of the pages around them ('' if none)."""

    rows: list[Row]
    previous_url: str
    next_url: str


def page_of(fetch: Fetch[Row], parameters: QueryDict, key: Callable[[Row], Edge]) -> Page[Row]:
    """Return the page that `despues` or `antes` in the address asks for, or the first one."""
    direction = "antes" if "antes" in parameters else "despues"
    edge = _edge(parameters.get(direction, ""))
    backwards = edge is not None and direction == "antes"
    rows = fetch(edge, backwards, PAGE_SIZE + 1)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    earlier = more if backwards else edge is not None
    later = edge is not None if backwards else more
    return Page(
        rows,
        _address(parameters, "antes", key(rows[0])) if rows and earlier else "",
        _address(parameters, "despues", key(rows[-1])) if rows and later else "",
    )


def beyond(
    rows: QuerySet[Any], names: tuple[str, str], edge: Edge | None, backwards: bool, limit: int
) -> list[Any]:
    """Return up to `limit` of `rows` beyond `edge`, by the columns of the date and the id."""
    day, ident = names
    if edge is not None:
        side = "gt" if backwards else "lt"
        rows = rows.filter(
            Q(**{f"{day}__{side}": edge[0]}) | Q(**{day: edge[0], f"{ident}__{side}": edge[1]})
        )
    sign = "" if backwards else "-"
    return list(rows.order_by(f"{sign}{day}", f"{sign}{ident}")[:limit])


def _edge(text: str) -> Edge | None:
    day, _, ident = text.partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(ident)
    except ValueError:
        return None


def _address(parameters: QueryDict, direction: str, edge: Edge) -> str:
    address = parameters.copy()
    for old in ("antes", "despues"):
        address.pop(old, None)
    address[direction] = f"{edge[0].isoformat()}_{edge[1]}"
    return f"?{address.urlencode()}"
