"""The content of a report: live until its approval, frozen with its facts from then on.

The fingerprint is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of the
report's author, office, period, figures, facts, activities, errands (if there are any) and
adjustments, so that anybody can compute it again. It names the fingerprint of the month it is
compared with: months are chained.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.models import Activity, ErrandAnswer
from arraigo.core.transitions import Refused
from arraigo.indicators.computation import facts_of, standing_of
from arraigo.indicators.lines import FactRow, Figure, Line, lines_of
from arraigo.indicators.models import Indicator
from arraigo.indicators.paging import Edge, beyond
from arraigo.reports.adjusting import (
    FACT_COLUMNS,
    Adjustment,
    FactKey,
    adjustments_now,
    adjustments_of,
    as_row,
    fact_key,
)
from arraigo.reports.lines import (
    Facts,
    LineKey,
    ReportedFigure,
    definitions_of,
    figures_from,
    scope_of,
)
from arraigo.reports.models import (
    MonthlyReport,
    ReportActivity,
    ReportAdjustment,
    ReportErrand,
    ReportFact,
    ReportFigure,
)

#: What the report lists of the author's coordination; a communication is attended by nobody.
LISTED_KINDS = (ActivityKind.MEETING, ActivityKind.EVENT)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything an approval freezes."""

    figures: list[ReportedFigure]
    facts: Facts
    activities: list[ReportActivity] = field(default_factory=list)
    errands: list[ReportErrand] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    compared_with: MonthlyReport | None = None


def as_of_now(report: MonthlyReport) -> Frozen:
    """Return what an approval would freeze now. Figures are counted from the facts read."""
    definitions = definitions_of(report)
    found = facts_of(lines_of(definitions), scope_of(report))
    facts = {line.key: rows for line, rows in found.items()}
    return Frozen(
        figures_from(definitions, facts, standing_of(chain.from_iterable(facts.values()))),
        facts,
        _activities_now(report),
        _errands_now(report),
        adjustments_now(report),
        previous_of(report),
    )


def content_of(report: MonthlyReport) -> Frozen:
    """Return the report's content: the frozen one once approved, else as it stands now.

    The facts of an approved report are left where they are: its figures stand without them.
    """
    return _frozen_without_facts(report) if report.is_approved else as_of_now(report)


def facts_behind(report: MonthlyReport, content: Frozen) -> dict[LineKey, int]:
    """Return how many facts are behind each line of the report's content."""
    if not report.is_approved:
        return {key: len(rows) for key, rows in content.facts.items()}
    counted = (
        report.facts.filter(adjusts=None)
        .values_list("indicator_code", "variant", "whole")
        .annotate(number=Count("pk"))
    )
    return {(code, variant, whole): number for code, variant, whole, number in counted}


def previous_of(report: MonthlyReport) -> MonthlyReport | None:
    """Return the month the report is compared with: the author's last approved one before it."""
    if report.is_approved:
        return report.compared_with
    return (
        MonthlyReport.objects.approved()
        .filter(author=report.author_id, office=report.office_id, ends_on__lt=report.starts_on)
        .order_by("-ends_on")
        .first()
    )


def figures_of(report: MonthlyReport) -> list[ReportedFigure]:
    """Return the figures that an approval froze, with those of their variants."""
    frozen = report.figures.select_related("indicator__funder").order_by("indicator__order")
    return [ReportedFigure(row.indicator, row.as_figure()) for row in frozen]


def _activities_now(report: MonthlyReport) -> list[ReportActivity]:
    """Return the meetings and events of the period that the author took part in."""
    attended = Activity.objects.standing().filter(
        office=report.office_id,
        kind__in=LISTED_KINDS,
        occurred_on__range=(report.starts_on, report.ends_on),
        participations__user=report.author_id,
        participations__annulled_at=None,
    )
    return [
        ReportActivity(
            report=report, activity_id=row.pk, occurred_on=row.occurred_on, kind=row.kind,
            title=row.title, place=row.place, evidence=row.evidence,
        )
        for row in attended.order_by("occurred_on", "pk")
    ]  # fmt: skip


def _errands_now(report: MonthlyReport) -> list[ReportErrand]:
    """Return the errands of the office that the author did in the period and were not returned."""
    done = ErrandAnswer.objects.standing().filter(
        errand__office=report.office_id,
        recorded_by=report.author_id,
        occurred_on__range=(report.starts_on, report.ends_on),
    )
    return [
        ReportErrand(
            report=report, answer_id=row.pk, occurred_on=row.occurred_on,
            title="" if row.person_id else row.errand.title,
        )
        for row in done.select_related("errand").order_by("occurred_on", "pk")
    ]  # fmt: skip


def freeze(report: MonthlyReport, frozen: Frozen) -> str:
    """Write figures, facts, activities, errands and adjustments; return their fingerprint.

    Raises `Refused` for a fact that another report counts, or that one no longer does.
    """
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report, indicator=row.indicator, value=row.figure.value,
            denominator=row.figure.denominator, variants=_variants(row.figure),
        )
        for row in frozen.figures
    )  # fmt: skip
    ReportAdjustment.objects.bulk_create(
        ReportAdjustment(
            report=report, adjusted=each.adjusted, indicator=each.indicator,
            whole=each.line.whole, change=each.change,
        )
        for each in frozen.adjustments
    )  # fmt: skip
    ReportActivity.objects.bulk_create(frozen.activities)
    ReportErrand.objects.bulk_create(frozen.errands)
    ReportFact.objects.bulk_create(_in_turn(report, frozen), batch_size=1000)
    return fingerprint(report, frozen)


def _in_turn(report: MonthlyReport, frozen: Frozen) -> list[ReportFact]:
    """Return the rows of all facts, each with its turn: what goes first, then what comes."""
    turns, rows = _last_turns(frozen), []
    for adjusts, key, fact, comes in _moves(frozen):
        turn = turns.get((key, fact_key(fact)), 0) + 1
        if (turn % 2 == 1) != comes:
            raise Refused(_("Un hecho de este informe ya está en otro informe aprobado."))
        turns[key, fact_key(fact)] = turn
        code, variant, whole = key
        rows.append(
            ReportFact(
                report=report, indicator_code=code, variant=variant, whole=whole,
                adjusts=adjusts, turn=turn, **_columns(fact),
            )
        )  # fmt: skip
    return rows


def _moves(frozen: Frozen) -> Iterator[tuple[UUID | None, LineKey, FactRow, bool]]:
    """Yield the facts that go, then those that come, with the month adjusted or None."""
    for each in frozen.adjustments:
        yield from ((each.adjusted.pk, each.line.key, fact, False) for fact in each.removed)
    for each in frozen.adjustments:
        yield from ((each.adjusted.pk, each.line.key, fact, True) for fact in each.added)
    for key, facts in frozen.facts.items():
        yield from ((None, key, fact, True) for fact in facts)


def _last_turns(frozen: Frozen) -> dict[tuple[LineKey, FactKey], int]:
    """Return the last turn of each fact that some approved report already names."""
    ids = {fact.fact_id for _month, _key, fact, _comes in _moves(frozen)}
    named = ReportFact.objects.filter(fact_id__in=ids).values_list(
        "indicator_code", "variant", "whole", "fact_table", "fact_id", "person_id"
    )
    return {
        ((code, variant, whole), (table, fact_id, person)): last
        for code, variant, whole, table, fact_id, person, last in named.annotate(last=Max("turn"))
    }


def fingerprint(report: MonthlyReport, frozen: Frozen) -> str:
    """Return the SHA-256, in hexadecimal, of the report's content."""
    content = {
        "report": {
            "id": report.pk,
            "author": report.author_id,
            "office": report.office_id,
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
        },
        "compared_with": frozen.compared_with.sha256 if frozen.compared_with else None,
        "figures": [
            {"indicator": row.indicator.code, "version": row.indicator.version,
             **asdict(row.figure), "variants": _variants(row.figure)}
            for row in frozen.figures
        ],
        "facts": [
            {**_named(key), **_columns(fact)}
            for key, rows in sorted(frozen.facts.items())
            for fact in rows
        ],
        "activities": [
            {name: getattr(row, name)
             for name in ("activity_id", "occurred_on", "kind", "title", "place", "evidence")}
            for row in frozen.activities
        ],
        # Months approved before there were errands keep their fingerprint.
        **({"errands": _errands(frozen)} if frozen.errands else {}),
        "adjustments": [
            {**_named(each.line.key), "adjusted": each.adjusted.pk, "change": each.change,
             "added": [_columns(fact) for fact in each.added],
             "removed": [_columns(fact) for fact in each.removed]}
            for each in frozen.adjustments
        ],
    }  # fmt: skip
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _errands(frozen: Frozen) -> list[dict[str, Any]]:
    names = ("answer_id", "occurred_on", "title")
    return [{name: getattr(row, name) for name in names} for row in frozen.errands]


def _columns(fact: FactRow) -> dict[str, Any]:
    """Return the fact's columns by name; `asdict` would copy each value of thousands of rows."""
    return {name: getattr(fact, name) for name in FACT_COLUMNS}


def _named(key: LineKey) -> dict[str, Any]:
    return dict(zip(("indicator", "variant", "whole"), key, strict=True))


def _variants(figure: Figure) -> list[dict[str, Any]]:
    return [variant.as_json() for variant in figure.variants]


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(
        content, default=_as_text, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def _as_text(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _frozen_without_facts(report: MonthlyReport) -> Frozen:
    return Frozen(
        figures_of(report),
        {},
        list(report.activities.all()),
        list(report.errands.all()),
        adjustments_of(report),
        report.compared_with,
    )


def frozen_of(report: MonthlyReport) -> Frozen:
    """Return all that the approval froze, read back from its rows."""
    facts: Facts = {}
    own = report.facts.filter(adjusts=None)
    for fact in own.order_by("occurred_on", "fact_id"):
        key = fact.indicator_code, fact.variant, fact.whole
        facts.setdefault(key, []).append(as_row(fact))
    return replace(_frozen_without_facts(report), facts=facts)


def is_intact(report: MonthlyReport) -> bool:
    """Tell whether an approved report's rows still give its fingerprint."""
    return fingerprint(report, frozen_of(report)) == report.sha256


def page_of_frozen_facts(
    report: MonthlyReport,
    indicator: Indicator,
    edge: Edge | None,
    backwards: bool,
    limit: int,
) -> list[FactRow]:
    """Return up to `limit` frozen facts beyond `edge` (date and fact), latest first."""
    code, variant, whole = Line(indicator).key
    rows = report.facts.filter(indicator_code=code, variant=variant, whole=whole, adjusts=None)
    found = beyond(rows, ("occurred_on", "fact_id"), edge, backwards, limit)
    return [as_row(fact) for fact in found]
