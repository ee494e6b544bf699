"""How far each figure is from the month before, for whoever reviews the report."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from arraigo.indicators.models import Indicator
from arraigo.reports.freezing import figures_of
from arraigo.reports.lines import ReportedFigure
from arraigo.reports.models import MonthlyReport

#: A jump is large from this many on, if it is also half of what there was before or more [D].
LARGE_JUMP = 5

#: Periods whose lengths differ by more days are not like for like [D].
LIKE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A value and that of the month before."""

    now: int
    before: int

    @property
    def difference(self) -> int:
        """Return how much it rose, or fell if negative."""
        return self.now - self.before

    @property
    def is_large(self) -> bool:
        """Tell whether the reviewer should look at it first."""
        return abs(self.difference) >= max(LARGE_JUMP, self.before / 2)

    @property
    def arrow(self) -> str:
        """Return which way it went, for the eye; the words say the same."""
        return "▲" if self.difference > 0 else "▼" if self.difference < 0 else "="

    @property
    def words(self) -> str:
        """Return the difference in words: "3 más", "2 menos", "igual"."""
        if self.difference > 0:
            return _("%(number)s más") % {"number": self.difference}
        if self.difference < 0:
            return _("%(number)s menos") % {"number": -self.difference}
        return _("igual")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The month before and the changes since, by indicator code and variant ('' for itself)."""

    previous: MonthlyReport
    changes: dict[tuple[str, str], Change]
    is_like_for_like: bool


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One row of the table of figures: an indicator, or one of its variants under it."""

    indicator: Indicator
    variant: str
    title: str
    value: int
    denominator: int | None
    change: Change | None


def shown_figures(
    figures: list[ReportedFigure], comparison: Comparison | None
) -> list[ShownFigure]:
    """Return the figures as the page and the papers list them, each with its change."""
    changes = comparison.changes if comparison else {}
    rows = []
    for row in figures:
        code, figure = row.indicator.code, row.figure
        rows.append(
            ShownFigure(
                row.indicator, "", f"{code}. {row.indicator.title}",
                figure.value, figure.denominator, changes.get((code, "")),
            )
        )  # fmt: skip
        rows += [
            ShownFigure(
                row.indicator, each.variant, each.label,
                each.value, each.denominator, changes.get((code, each.variant)),
            )
            for each in figure.variants
        ]  # fmt: skip
    return rows


def compare(
    report: MonthlyReport, figures: list[ReportedFigure], previous: MonthlyReport | None
) -> Comparison | None:
    """Return how the report's figures differ from those of `previous`; None without one."""
    if previous is None:
        return None
    before, now = _values(figures_of(previous)), _values(figures)
    return Comparison(
        previous,
        {key: Change(value, before[key]) for key, value in now.items() if key in before},
        abs(_days(report) - _days(previous)) <= LIKE_DAYS,
    )


def _values(figures: list[ReportedFigure]) -> dict[tuple[str, str], int]:
    values = {}
    for row in figures:
        values[row.indicator.code, ""] = row.figure.value
        for variant in row.figure.variants:
            values[row.indicator.code, variant.variant] = variant.value
    return values


def _days(report: MonthlyReport) -> int:
    return (report.ends_on - report.starts_on).days
