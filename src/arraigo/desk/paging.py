"""Keyset pages: a list of a million cases costs as much as one of fifty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from arraigo.casework.models import Case
from arraigo.casework.querysets import CaseQuerySet

PAGE = 50


@dataclass(frozen=True)
class CasePage:
    """One page of cases, newest first, and where the next one begins."""

    cases: list[Case]
    after: str


def page_of_cases(cases: CaseQuerySet, after: str) -> CasePage:
    """Return the page of `cases` that follows the mark `after` (empty: the first).

    A mark that is no mark gives the first page.
    """
    ordered = cases.order_by("-opened_on", "-id")
    mark = _read(after)
    if mark is not None:
        day, pk = mark
        beyond = Q(opened_on__lt=day) | Q(opened_on=day, id__lt=pk)
        # Said apart, the day is where the index is entered: an OR alone reads all before it.
        ordered = ordered.filter(beyond, opened_on__lte=day)
    rows = list(ordered[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return CasePage(rows, f"{rows[-1].opened_on.isoformat()}_{rows[-1].pk}" if more else "")


def _read(mark: str) -> tuple[date, UUID] | None:
    day, _separator, pk = mark.partition("_")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None
