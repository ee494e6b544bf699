"""The figures of a month as the page shows them: each indicator, by office and all together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from arraigo.indicators.computation import Scope, count_by_office, same_count
from arraigo.indicators.models import Indicator
from arraigo.territory.models import Office


class Cell(NamedTuple):
    """One value and the definition it follows; `whole` is its denominator if it has one."""

    indicator: Indicator
    value: int
    whole: int | None = None


class Row(NamedTuple):
    """The values of one office, or of all together (`office` None)."""

    name: str
    office: Office | None
    cells: list[Cell]


ByOffice = dict[int | None, int]
#: What has been counted for one page, by what makes a count the same.
Counted = dict[str, ByOffice]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An indicator with its variants and their values by office."""

    indicator: Indicator
    definitions: list[Indicator]
    rows: list[Row]


def sheets(scope: Scope, offices: list[Office]) -> list[Sheet]:
    """Return every indicator in force with its figures: one query for each different count."""
    in_force = Indicator.objects.in_force(scope.period.ends_on)
    counted: Counted = {}
    return [
        _sheet(list(group), scope, offices, counted)
        for _code, group in groupby(in_force, key=lambda row: row.code)
    ]


def _sheet(
    definitions: list[Indicator], scope: Scope, offices: list[Office], counted: Counted
) -> Sheet:
    found = [_values(indicator, scope, counted) for indicator in definitions]

    def cells(key: int | None) -> list[Cell]:
        return [
            Cell(indicator, values[key], wholes[key] if wholes is not None else None)
            for indicator, values, wholes in found
        ]

    rows = [Row(office.name, office, cells(office.pk)) for office in offices]
    if len(offices) != 1:
        rows.append(Row(_("Todas, sin repetir"), None, cells(None)))
    return Sheet(definitions[0], definitions, rows)


def _values(
    indicator: Indicator, scope: Scope, counted: Counted
) -> tuple[Indicator, ByOffice, ByOffice | None]:
    """Return the indicator's values by office and, if it has a whole, those of its whole."""
    whole = indicator.denominator_query
    return (
        indicator,
        _count_once(indicator, scope, indicator.query, counted),
        _count_once(indicator, scope, whole, counted) if whole else None,
    )


def _count_once(indicator: Indicator, scope: Scope, query: str, counted: Counted) -> ByOffice:
    """Return the count by office; definitions that ask the same share it (most wholes are)."""
    asked = same_count(indicator, scope, query)
    if asked not in counted:
        counted[asked] = count_by_office(indicator, scope, query=query)
    return counted[asked]
