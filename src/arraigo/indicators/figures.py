"""The figures of a month as the page shows them: each indicator, by office and all together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from arraigo.indicators.computation import ByOffice, counts
from arraigo.indicators.lines import Line, Scope, lines_of
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
    """Return every indicator in force with its figures: one statement counts them all."""
    in_force = list(Indicator.objects.in_force(scope.period.ends_on))
    counted = counts(lines_of(in_force), scope)
    return [
        _sheet(list(group), offices, counted)
        for _code, group in groupby(in_force, key=lambda row: row.code)
    ]


def _sheet(
    definitions: list[Indicator], offices: list[Office], counted: dict[Line, ByOffice]
) -> Sheet:
    def cell(indicator: Indicator, key: int | None) -> Cell:
        whole = counted.get(Line(indicator, whole=True))
        return Cell(indicator, counted[Line(indicator)][key], None if whole is None else whole[key])

    def cells(key: int | None) -> list[Cell]:
        return [cell(indicator, key) for indicator in definitions]

    rows = [Row(office.name, office, cells(office.pk)) for office in offices]
    if len(offices) != 1:
        rows.append(Row(_("Todas, sin repetir"), None, cells(None)))
    return Sheet(definitions[0], definitions, rows)
