"""Adjustments of earlier months: what reached an approved month too late, or was annulled since.

An approved month is never rewritten (counting rules). The next report of the same author and
office says instead which facts of it came and went, and by how much each figure changes. A fact
is taken away only when it can still be seen and no longer counts: that a file left the sight of
whoever looks is no reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from arraigo.indicators.computation import facts_by_period, standing_of
from arraigo.indicators.lines import FactRow, Line, lines_of
from arraigo.indicators.models import Indicator
from arraigo.reports.lines import LineKey, scope_of
from arraigo.reports.models import MonthlyReport, ReportAdjustment, ReportFact, ReportFigure

FACT_COLUMNS = tuple(field.name for field in fields(FactRow))

#: What a fact is, in one line of any report.
FactKey = tuple[str, UUID, UUID | None]
#: The facts that are counted, by what they are.
Counting = dict[FactKey, FactRow]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What changes in one line of one approved month. `change` is in the figure's own unit."""

    adjusted: MonthlyReport
    line: Line
    change: int
    added: list[FactRow]
    removed: list[FactRow]

    @property
    def indicator(self) -> Indicator:
        """Return the definition, of the indicator or of its variant."""
        return self.line.indicator

    @property
    def label(self) -> str:
        """Return which figure it is: "8. Personas que…", "8 · con facilitadas (denominador)"."""
        row = self.indicator
        label = row.label if row.variant else f"{row.code}. {row.title}"
        return _("%(figure)s (denominador)") % {"figure": label} if self.line.whole else label


def fact_key(row: FactRow | ReportFact) -> FactKey:
    """Return what makes the fact the same fact, in a list as in a frozen one."""
    return row.fact_table, row.fact_id, row.person_id


def as_row(fact: ReportFact) -> FactRow:
    """Return a frozen fact as the rules return facts."""
    return FactRow(**{name: getattr(fact, name) for name in FACT_COLUMNS})


def approved_before(report: MonthlyReport) -> list[MonthlyReport]:
    """Return the approved reports of earlier days of its author in its office, latest first."""
    return list(
        MonthlyReport.objects.approved()
        .filter(author=report.author_id, office=report.office_id, ends_on__lt=report.starts_on)
        .with_names()
        .order_by("-ends_on")
    )


def adjustments_now(report: MonthlyReport) -> list[Adjustment]:
    """Return what the report has to adjust in the approved months before it, as of now."""
    months = approved_before(report)
    if not months:
        return []
    counting = _counting(months)
    frozen = _lines_frozen(months)
    now = facts_by_period(frozen, scope_of(report), [month.period for month in months])
    found = [
        _adjustment(month, line, counting[month.pk, line.key], now[month.period][line])
        for line, its_months in frozen.items()
        for month in its_months
    ]
    return _sorted(adjustment for adjustment in found if adjustment.added or adjustment.removed)


def _lines_frozen(months: list[MonthlyReport]) -> dict[Line, list[MonthlyReport]]:
    """Return the lines that some month froze, each with those months: only they are adjusted."""
    by_id = {month.pk: month for month in months}
    variants = list(Indicator.objects.exclude(variant="").select_related("funder"))
    found: dict[Line, list[MonthlyReport]] = defaultdict(list)
    figures = ReportFigure.objects.filter(report__in=months).select_related("indicator__funder")
    for row in figures.order_by("pk"):
        month, reported = by_id[row.report_id], {variant["variant"] for variant in row.variants}
        its_own = [
            variant
            for variant in variants
            if variant.code == row.indicator.code
            and variant.variant in reported
            and variant.is_in_force(month.ends_on)
        ]
        for line in lines_of([row.indicator, *its_own]):
            found[line].append(month)
    return found


def _counting(months: list[MonthlyReport]) -> dict[tuple[UUID, LineKey], Counting]:
    """Return what is counted of each month and line, with the adjustments made since."""
    ids = [month.pk for month in months]
    own = ReportFact.objects.filter(report__in=ids, adjusts=None)
    later = ReportFact.objects.filter(adjusts__in=ids)
    found: dict[tuple[UUID, LineKey], Counting] = defaultdict(dict)
    for fact in sorted([*own, *later], key=lambda fact: fact.turn):
        key = fact.indicator_code, fact.variant, fact.whole
        facts = found[fact.adjusts or fact.report_id, key]
        if fact.is_counted:
            facts[fact_key(fact)] = as_row(fact)
        else:
            facts.pop(fact_key(fact), None)
    return found


def _adjustment(
    month: MonthlyReport, line: Line, before: Counting, rows: list[FactRow]
) -> Adjustment:
    now = {fact_key(row): row for row in rows}
    if now.keys() == before.keys():
        return Adjustment(month, line, 0, [], [])
    added = [row for key, row in now.items() if key not in before]
    removed = _still_seen([row for key, row in before.items() if key not in now])
    gone = {fact_key(row) for row in removed}
    after = [row for key, row in before.items() if key not in gone] + added
    standing = standing_of([*before.values(), *added])
    change = line.count(after, standing) - line.count(before.values(), standing)
    return Adjustment(month, line, change, added, removed)


def _still_seen(rows: list[FactRow]) -> list[FactRow]:
    """Return the facts whose own row can be read now."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        wanted[row.fact_table].append(row.fact_id)
    seen = {
        (table, pk)
        for table, ids in wanted.items()
        for pk in _models()[table]._base_manager.filter(pk__in=ids).values_list("pk", flat=True)
    }
    return [row for row in rows if (row.fact_table, row.fact_id) in seen]


def _models() -> dict[str, Any]:
    return {model._meta.db_table: model for model in apps.get_models()}


def adjustments_of(report: MonthlyReport) -> list[Adjustment]:
    """Return the adjustments that the report's approval froze."""
    rows = list(
        ReportAdjustment.objects.filter(report=report).select_related(
            "indicator__funder", "adjusted__author", "adjusted__office"
        )
    )
    if not rows:
        return []
    facts: dict[tuple[UUID | None, LineKey, bool], list[FactRow]] = defaultdict(list)
    frozen = ReportFact.objects.filter(report=report, adjusts__isnull=False)
    for fact in frozen.order_by("occurred_on", "fact_id"):
        key = fact.indicator_code, fact.variant, fact.whole
        facts[fact.adjusts, key, fact.is_counted].append(as_row(fact))
    lines = [(row, Line(row.indicator, row.whole)) for row in rows]
    return _sorted(
        Adjustment(
            row.adjusted,
            line,
            row.change,
            facts[row.adjusted_id, line.key, True],
            facts[row.adjusted_id, line.key, False],
        )
        for row, line in lines
    )


def _sorted(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """Return them by month, latest first, and in the indicators' order; facts by date."""
    found = sorted(
        adjustments,
        key=lambda each: (each.indicator.order, each.indicator.variant, each.line.whole),
    )
    found.sort(key=lambda each: each.adjusted.starts_on, reverse=True)
    for each in found:
        each.added.sort(key=lambda row: row.key)
        each.removed.sort(key=lambda row: row.key)
    return found
