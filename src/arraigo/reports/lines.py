"""The lines of a report: each indicator and variant, and the whole of those that have one.

Each line has its own facts, so that it freezes and is adjusted the same way whatever it counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from arraigo.indicators.lines import FactRow, Figure, Line, Scope, Standing, VariantFigure
from arraigo.indicators.models import Indicator
from arraigo.reports.models import MonthlyReport

#: An indicator's code and variant, and whether it is about its whole (denominator).
LineKey = tuple[str, str, bool]
Facts = dict[LineKey, list[FactRow]]


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """An indicator and its figure in one report."""

    indicator: Indicator
    figure: Figure


def scope_of(report: MonthlyReport) -> Scope:
    """Return the scope of the report's facts: its author's, in its office and period."""
    return Scope(report.period, (report.office_id,), report.author_id)


def definitions_of(report: MonthlyReport) -> list[Indicator]:
    """Return the indicators in force at the end of the report's period, variants included."""
    return list(Indicator.objects.in_force(report.ends_on))


def figures_from(
    definitions: list[Indicator], facts: Facts, standing: Standing
) -> list[ReportedFigure]:
    """Return the figures that the facts give, each with its variants."""

    def value(indicator: Indicator) -> int:
        return Line(indicator).count(facts[Line(indicator).key], standing)

    def whole(indicator: Indicator) -> int | None:
        if not indicator.denominator_query:
            return None
        line = Line(indicator, whole=True)
        return line.count(facts[line.key], standing)

    return [
        ReportedFigure(
            main,
            Figure(
                value(main),
                whole(main),
                tuple(
                    VariantFigure(row.variant, row.label, value(row), whole(row))
                    for row in definitions
                    if row.code == main.code and row.variant
                ),
            ),
        )
        for main in definitions
        if not main.variant
    ]
