"""The clock of the context.

Facts are dated by the context they are recorded in, so training data, late deliveries and
tests can move time without touching the machine's clock. Dates are dates in Guatemala.
"""

from __future__ import annotations

import calendar
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

GUATEMALA = ZoneInfo("America/Guatemala")

_fixed: ContextVar[datetime | None] = ContextVar("arraigo_clock", default=None)


def now() -> datetime:
    """Return the aware moment of the current context (UTC), or the machine's if none is set."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Return the date in Guatemala of the current context."""
    return now().astimezone(GUATEMALA).date()


def anniversary(start: date, months: int) -> date:
    """Return the date `months` after `start`, on the month's last day where it is shorter.

    Counted from `start` each time, so a contract from 31 January begins again on 31 March.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
