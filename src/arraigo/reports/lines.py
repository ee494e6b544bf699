"""The lines of a report: each indicator and variant, and the whole of those that have one.

Each line has its own facts, so that it freezes and is adjusted the same way whatever it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from arraigo.indicators.computation import (
    FactRow,
    Figure,
    Scope,
    VariantFigure,
    distinct,
    facts_by_period,
    facts_in,
)
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.reports.models import MonthlyReport

#: An indicator's code and variant, and whether it is about its whole (denominator).
LineKey = tuple[str, str, bool]
Facts = dict[LineKey, list[FactRow]]


@dataclass(frozen=True, slots=True)
class Line:
    """One definition that a report counts, or its whole."""

    indicator: Indicator
    whole: bool = False

    @property
    def key(self) -> LineKey:
        """Return what names it in a frozen list."""
        return self.indicator.code, self.indicator.variant, self.whole

    @property
    def query(self) -> str:
        """Return the name of the rule that finds its facts."""
        return self.indicator.denominator_query if self.whole else self.indicator.query

    def facts(self, scope: Scope) -> list[FactRow]:
        """Return its facts in a scope, by date."""
        return facts_in(self.indicator, scope, query=self.query)

    def facts_by_period(
        self, scope: Scope, periods: Iterable[Period]
    ) -> dict[Period, list[FactRow]]:
        """Return its facts in each of the periods: one query."""
        return facts_by_period(self.indicator, scope, periods, query=self.query)

    def count(self, rows: Iterable[FactRow]) -> int:
        """Return the figure that these facts give."""
        return distinct(self.indicator, rows)


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


def lines_of(definitions: Iterable[Indicator]) -> list[Line]:
    """Return the lines of the definitions: each, and its whole if it has one."""
    return [
        Line(indicator, whole)
        for indicator in definitions
        for whole in (False, True)
        if not whole or indicator.denominator_query
    ]


def figures_from(definitions: list[Indicator], facts: Facts) -> list[ReportedFigure]:
    """Return the figures that the facts give, each with its variants."""

    def value(indicator: Indicator) -> int:
        return distinct(indicator, facts[Line(indicator).key])

    def whole(indicator: Indicator) -> int | None:
        if not indicator.denominator_query:
            return None
        return distinct(indicator, facts[Line(indicator, whole=True).key])

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
