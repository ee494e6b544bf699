"""The figures of a month as the page shows them: each indicator, by office and all together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from arraigo.indicators.computation import Scope, count_by_office
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """An indicator with its variants and their values by office."""

    indicator: Indicator
    definitions: list[Indicator]
    rows: list[Row]


def sheets(scope: Scope, offices: list[Office]) -> list[Sheet]:
    """Return every indicator in force with its figures: one query for each definition."""
    in_force = Indicator.objects.in_force(scope.period.ends_on)
    return [
        _sheet(list(group), scope, offices)
        for _code, group in groupby(in_force, key=lambda row: row.code)
    ]


def _sheet(definitions: list[Indicator], scope: Scope, offices: list[Office]) -> Sheet:
    found = [_values(indicator, scope) for indicator in definitions]

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
    indicator: Indicator, scope: Scope
) -> tuple[Indicator, dict[int | None, int], dict[int | None, int] | None]:
    """Return the indicator's values by office and, if it has a whole, those of its whole."""
    whole = indicator.denominator_query
    return (
        indicator,
        count_by_office(indicator, scope),
        count_by_office(indicator, scope, query=whole) if whole else None,
    )
