"""What the report's papers say, and the printed one. The Word document is in `word`."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from arraigo.accounts.delegations.actions import as_acted
from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.documents import render_pdf
from arraigo.indicators.enums import CASES_ATTENDED
from arraigo.indicators.lines import Line
from arraigo.indicators.periods import Period
from arraigo.reports.adjusting import Adjustment
from arraigo.reports.comparing import Change, Comparison, ShownFigure, compare, shown_figures
from arraigo.reports.freezing import content_of, facts_behind
from arraigo.reports.lines import definitions_of
from arraigo.reports.models import NARRATIVES, MonthlyReport, ReportActivity
from arraigo.ui.templatetags.ui import number

TEMPLATE = "reports/documents/monthly_report.typ"


def report_pdf(report: MonthlyReport) -> bytes:
    """Return the report's paper, in Spanish: provisional figures until its approval, then fixed.

    An approved report always prints the same bytes, whoever asks in whatever language.
    """
    with override("es-gt"):
        return render_pdf(
            TEMPLATE,
            paper_of(report),
            title=f"{report.title} · {report.author}",
            created_at=dated(report),
        )


def dated(report: MonthlyReport) -> Any:
    """Return the moment a paper of the report bears: its approval, or now."""
    return (report.decided_at if report.is_approved else None) or clock.now()


def paper_of(report: MonthlyReport) -> dict[str, Any]:
    """Return everything that the report's papers say, as plain data, in the active language."""
    content = content_of(report)
    comparison = compare(report, content.figures, content.compared_with)
    rows = [_figure(row) for row in shown_figures(content.figures, comparison)]
    behind = facts_behind(report, content)
    return {
        "title": report.title,
        "period": _period(report.period),
        "author": {
            "name": str(report.author),
            "position": capfirst(str(Role.PROMOTOR.label)),
            "office": report.office.name,
        },
        "state": report.get_state_display(),
        "attended": [row for row in rows if row["code"] == CASES_ATTENDED],
        "figures": [row for row in rows if row["code"] != CASES_ATTENDED],
        "compared": _compared(comparison),
        "counting": _counting(report),
        "adjustments": _adjustments(content.adjustments),
        "activities": [_activity(row) for row in content.activities],
        "errands": [
            {"on": date_format(row.occurred_on, "SHORT_DATE_FORMAT"), "words": row.words}
            for row in content.errands
        ],
        "narratives": {name: getattr(report, name) for name in NARRATIVES},
        "facts": [
            {"indicator": f"{row.indicator.code}. {row.indicator.title}",
             "count": behind.get(Line(row.indicator).key, 0)}
            for row in content.figures
        ],
        "approved": _approval(report),
        "sha256": report.sha256 or None,
        "training": settings.TRAINING_MODE or report.author.is_training,
    }  # fmt: skip


def _period(period: Period) -> dict[str, str]:
    return {
        "label": period.label,
        "starts_on": date_format(period.starts_on, "SHORT_DATE_FORMAT"),
        "ends_on": date_format(period.ends_on, "SHORT_DATE_FORMAT"),
    }


def _figure(row: ShownFigure) -> dict[str, Any]:
    return {
        "code": row.indicator.code,
        "variant": row.variant,
        "title": row.title.removeprefix(f"{row.indicator.code} · ") if row.variant
        else row.indicator.title,
        "value": row.value,
        "denominator": row.denominator,
        "percent": _percent(row),
        "unit": row.indicator.unit,
        "change": _change(row.change),
    }  # fmt: skip


def _percent(row: ShownFigure) -> str | None:
    """Return the percentage with its sign, a dash where there is nothing to divide by."""
    if row.denominator is None:
        return None
    return f"{number(100 * row.value / row.denominator, 1)} %" if row.denominator else "–"


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"words": f"{change.arrow} {change.words}", "large": change.is_large}


def _compared(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "label": comparison.previous.period.label,
        "alike": comparison.is_like_for_like,
    }


def _counting(report: MonthlyReport) -> str:
    """Return what the figures count, from their own definitions: persons, and which do not."""
    definitions = definitions_of(report)
    whole = {row.code for row in definitions if not row.variant and row.counts_facts}
    apart = [
        f"{row.label}: {row.unit}"
        for row in definitions
        if row.counts_facts and not (row.variant and row.code in whole)
    ]
    if not apart:
        return _("Las cifras cuentan personas únicas. Los indicadores se traslapan y no se suman.")
    return _(
        "Las cifras cuentan personas únicas, salvo donde la unidad es otra (%(apart)s). "
        "Los indicadores se traslapan y no se suman."
    ) % {"apart": "; ".join(apart)}


def _adjustments(adjustments: list[Adjustment]) -> list[dict[str, Any]]:
    return [
        {
            "month": month.period.label,
            "rows": [
                {
                    "label": each.label,
                    "change": f"{each.change:+d}".replace("-", "−").replace("+0", "0"),
                    "added": len(each.added),
                    "removed": len(each.removed),
                }
                for each in rows
            ],
        }
        for month, rows in groupby(adjustments, key=lambda each: each.adjusted)
    ]


def _activity(row: ReportActivity) -> dict[str, str]:
    return {
        "on": date_format(row.occurred_on, "SHORT_DATE_FORMAT"),
        "kind": row.get_kind_display(),
        "title": row.title,
        "place": row.place,
        "evidence": row.get_evidence_display(),
    }


def _approval(report: MonthlyReport) -> dict[str, str] | None:
    if not (report.is_approved and report.decided_by and report.decided_at):
        return None
    return {
        "by": as_acted(report.decided_by, report),
        "position": capfirst(str(Role.PROJECT_LEAD.label)),
        "at": date_format(localtime(report.decided_at), "SHORT_DATETIME_FORMAT"),
    }
