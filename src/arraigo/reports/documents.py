"""The printed report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import override

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.documents import render_pdf
from arraigo.indicators.periods import Period
from arraigo.reports.freezing import Frozen, ReportedFigure, as_of_now, frozen_of
from arraigo.reports.models import NARRATIVES, MonthlyReport

TEMPLATE = "reports/documents/monthly_report.typ"


def report_pdf(report: MonthlyReport) -> bytes:
    """Return the report's paper, in Spanish: provisional figures until its approval, then fixed.

    An approved report always prints the same bytes, whoever asks in whatever language.
    """
    frozen = frozen_of(report) if report.is_approved else as_of_now(report)
    approved_at = report.decided_at if report.is_approved else None
    with override("es-gt"):
        return render_pdf(
            TEMPLATE,
            _data(report, frozen),
            title=f"{report.title} · {report.author}",
            created_at=approved_at or clock.now(),
        )


def _data(report: MonthlyReport, frozen: Frozen) -> dict[str, Any]:
    return {
        "title": report.title,
        "period": _period(report.period),
        "author": {
            "name": str(report.author),
            "position": capfirst(str(Role.PROMOTOR.label)),
            "office": report.office.name,
        },
        "state": report.get_state_display(),
        "figures": [_figure(row) for row in frozen.figures],
        "narratives": {name: getattr(report, name) for name in NARRATIVES},
        "facts": [
            {"indicator": f"{row.indicator.code}. {row.indicator.title}",
             "count": len(frozen.facts[row.indicator.code, ""])}
            for row in frozen.figures
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


def _figure(row: ReportedFigure) -> dict[str, Any]:
    return {
        "number": row.indicator.code,
        "title": row.indicator.title,
        "value": row.figure.value,
        "denominator": row.figure.denominator,
        "unit": row.indicator.unit,
        "note": None,
        "variants": [
            {
                "label": variant.label,
                "value": variant.value,
                "denominator": variant.denominator,
            }
            for variant in row.figure.variants
        ],
    }


def _approval(report: MonthlyReport) -> dict[str, str] | None:
    if not (report.is_approved and report.decided_by and report.decided_at):
        return None
    return {
        "by": str(report.decided_by),
        "position": capfirst(str(Role.PROJECT_LEAD.label)),
        "at": date_format(localtime(report.decided_at), "SHORT_DATETIME_FORMAT"),
    }
