"""Calendar months in Guatemala, each named by its first day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from arraigo.core import clock
from arraigo.core.clock import GUATEMALA

_DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """Return the month before."""
    return month_of(month - _DAY)


def month_after(month: date) -> date:
    """Return the month after."""
    return month_of(month + timedelta(days=31))


def last_month() -> date:
    """Return the last month that is over today."""
    return month_before(month_of(clock.today()))


def months_until(last: date, count: int) -> list[date]:
    """Return `count` months, the oldest first, of which `last` is the last."""
    found = [last]
    while len(found) < count:
        found.append(month_before(found[-1]))
    return found[::-1]


def begins_at(month: date) -> datetime:
    """Return the moment at which a month begins in Guatemala."""
    return datetime(month.year, month.month, 1, tzinfo=GUATEMALA)
