"""Reports for the tests of reports and payments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from arraigo.core.context import Actor, acting_as
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, noon
from arraigo.reports.actions import (
    Narrative,
    approve_report,
    save_narrative,
    start_report,
    submit_report,
)
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office

WRITTEN = Narrative("Llamar por la tarde.", "El transporte es caro.", "Dos personas trabajan.")
WORKDAY = noon(date(2026, 8, 3))


def started(
    author: Any, period: Period = JULY, office: str = "ESC", at: datetime = WORKDAY
) -> MonthlyReport:
    """Return a draft of the author."""
    with acting_as(Actor.user(author), at=at):
        return start_report(
            author=author, office=Office.objects.get(code=office),
            starts_on=period.starts_on, ends_on=period.ends_on,
        )  # fmt: skip


def sent(
    author: Any, period: Period = JULY, office: str = "ESC", at: datetime = WORKDAY
) -> MonthlyReport:
    """Return a report that the author has written and sent."""
    report = started(author, period, office, at)
    with acting_as(Actor.user(author), at=at):
        saved = save_narrative(
            report=report, user=author, version=report.version, narrative=WRITTEN
        )
        return submit_report(report=saved, user=author)


def approved(
    author: Any, lead: Any, period: Period = JULY, office: str = "ESC", at: datetime = WORKDAY
) -> MonthlyReport:
    """Return a report that the lead has approved."""
    report = sent(author, period, office, at)
    with acting_as(Actor.user(lead), at=at):
        return approve_report(report=report, user=lead)
