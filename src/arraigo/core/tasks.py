"""Scheduled work of core."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from procrastinate.contrib.django import app

from arraigo.core import clock

MONTHS_AHEAD = timedelta(days=92)


def ensure_partitions(first: date, last: date) -> int:
    """Make the monthly partitions of traces and history from `first` to `last`.

    Return how many were missing. Safe to repeat, and for several processes at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_ensure_partitions(%s, %s)", [first, last])
        (made,) = cursor.fetchone()
    return int(made)


@app.periodic(cron="30 3 1 * *")
@app.task(name="core.partitions_ahead", queueing_lock="core.partitions_ahead")
def partitions_ahead(timestamp: int) -> None:
    """Each month, make the partitions of this month and the three after it."""
    ensure_partitions(clock.today(), clock.today() + MONTHS_AHEAD)
