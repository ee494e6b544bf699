"""The monthly report, what was decided about it, and what its approval froze."""

from arraigo.reports.models.frozen import (
    ReportActivity,
    ReportAdjustment,
    ReportErrand,
    ReportFact,
    ReportFigure,
    ReportNote,
)
from arraigo.reports.models.report import NARRATIVES, MonthlyReport, ReportDecision

__all__ = [
    "NARRATIVES",
    "MonthlyReport",
    "ReportActivity",
    "ReportAdjustment",
    "ReportDecision",
    "ReportErrand",
    "ReportFact",
    "ReportFigure",
    "ReportNote",
]
