"""The figures of a report: live until its approval, frozen with their facts from then on.

The fingerprint is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of the
report's author, office, period, figures and facts, so that anybody can compute it again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from arraigo.indicators.computation import (
    FactRow,
    Figure,
    Scope,
    VariantFigure,
    compute_in,
    count_whole,
    count_with_facts,
    variants_of,
)
from arraigo.indicators.models import Indicator
from arraigo.indicators.paging import Edge, beyond
from arraigo.reports.models import MonthlyReport, ReportFact, ReportFigure

FACT_COLUMNS = tuple(field.name for field in fields(FactRow))


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """An indicator and its figure in one report."""

    indicator: Indicator
    figure: Figure


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything an approval freezes; facts by indicator code and variant."""

    figures: list[ReportedFigure]
    facts: dict[tuple[str, str], list[FactRow]]


def scope_of(report: MonthlyReport) -> Scope:
    """Return the scope of the report's facts: its author's, in its office and period."""
    return Scope(report.period, (report.office_id,), report.author_id)


def indicators_of(report: MonthlyReport) -> list[Indicator]:
    """Return the indicators in force at the end of the report's period."""
    return list(Indicator.objects.in_force(report.ends_on).main())


def figures_of(report: MonthlyReport) -> list[ReportedFigure]:
    """Return the report's figures: the frozen ones once approved, else as they stand now."""
    if not report.is_approved:
        scope = scope_of(report)
        return [ReportedFigure(row, compute_in(row, scope)) for row in indicators_of(report)]
    frozen = report.figures.select_related("indicator__funder").order_by("indicator__order")
    return [ReportedFigure(row.indicator, _as_figure(row)) for row in frozen]


def _as_figure(row: ReportFigure) -> Figure:
    variants = tuple(VariantFigure(**variant) for variant in row.variants)
    return Figure(row.value, row.denominator, variants)


def as_of_now(report: MonthlyReport) -> Frozen:
    """Return the figures with their facts, each pair from one statement, ready to freeze."""
    scope, figures = scope_of(report), []
    facts: dict[tuple[str, str], list[FactRow]] = {}
    for indicator in indicators_of(report):
        value, facts[indicator.code, ""] = count_with_facts(indicator, scope)
        variants = []
        for variant in variants_of(indicator, report.ends_on):
            found, facts[indicator.code, variant.variant] = count_with_facts(variant, scope)
            whole = count_whole(variant, scope)
            variants.append(VariantFigure(variant.variant, variant.label, found, whole))
        denominator = count_whole(indicator, scope)
        figures.append(ReportedFigure(indicator, Figure(value, denominator, tuple(variants))))
    return Frozen(figures, facts)


def freeze(report: MonthlyReport, frozen: Frozen) -> str:
    """Write figures and facts of the report, and return their fingerprint."""
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report,
            indicator=row.indicator,
            value=row.figure.value,
            denominator=row.figure.denominator,
            variants=_variants(row.figure),
        )
        for row in frozen.figures
    )
    ReportFact.objects.bulk_create(
        (
            ReportFact(report=report, indicator_code=code, variant=variant, **asdict(fact))
            for (code, variant), rows in frozen.facts.items()
            for fact in rows
        ),
        batch_size=1000,
    )
    return fingerprint(report, frozen)


def fingerprint(report: MonthlyReport, frozen: Frozen) -> str:
    """Return the SHA-256, in hexadecimal, of the report's figures and facts."""
    content = {
        "report": {
            "id": report.pk,
            "author": report.author_id,
            "office": report.office_id,
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
        },
        "figures": [
            {"indicator": row.indicator.code, "version": row.indicator.version,
             **asdict(row.figure), "variants": _variants(row.figure)}
            for row in frozen.figures
        ],
        "facts": [
            {"indicator": code, "variant": variant, **asdict(fact)}
            for (code, variant), rows in sorted(frozen.facts.items())
            for fact in rows
        ],
    }  # fmt: skip
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _variants(figure: Figure) -> list[dict[str, Any]]:
    return [variant.as_json() for variant in figure.variants]


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(
        content, default=_as_text, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def _as_text(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def frozen_of(report: MonthlyReport) -> Frozen:
    """Return what the approval froze, read back from its rows."""
    figures = figures_of(report)
    facts: dict[tuple[str, str], list[FactRow]] = {}
    for row in figures:
        for variant in ("", *(found.variant for found in row.figure.variants)):
            facts[row.indicator.code, variant] = []
    for fact in report.facts.order_by("occurred_on", "fact_id"):
        facts[fact.indicator_code, fact.variant].append(_as_row(fact))
    return Frozen(figures, facts)


def is_intact(report: MonthlyReport) -> bool:
    """Tell whether an approved report's rows still give its fingerprint."""
    return fingerprint(report, frozen_of(report)) == report.sha256


def _as_row(fact: ReportFact) -> FactRow:
    return FactRow(**{name: getattr(fact, name) for name in FACT_COLUMNS})


def page_of_frozen_facts(
    report: MonthlyReport,
    indicator: Indicator,
    edge: Edge | None,
    backwards: bool,
    limit: int,
) -> list[FactRow]:
    """Return up to `limit` frozen facts beyond `edge` (date and fact), latest first."""
    rows = report.facts.filter(indicator_code=indicator.code, variant=indicator.variant)
    found = beyond(rows, ("occurred_on", "fact_id"), edge, backwards, limit)
    return [_as_row(fact) for fact in found]
