"""The calendar as a file (iCalendar, RFC 5545), for whatever program a phone has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from arraigo.casework.calendar.counting import Line
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA

REFRESHED = timedelta(hours=1)


def written(lines: Iterable[Line], *, of: Any) -> bytes:
    """Return the calendar with an event of the whole day for each line.

    The same lines give the same bytes all day, so that a calendar that has them is told so.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Arraigo//Mi calendario//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Arraigo: mi agenda"))
    calendar.add("x-wr-timezone", str(GUATEMALA))
    every = vDuration(REFRESHED)
    every.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", every)
    calendar.add("x-published-ttl", vDuration(REFRESHED))
    for line in lines:
        calendar.add_component(_event(line, of))
    return calendar.to_ical()


def _event(line: Line, user: Any) -> Event:
    event = Event()
    event.add("uid", _uid(line, user))
    event.add("dtstamp", datetime.combine(clock.today(), time(), GUATEMALA).astimezone(UTC))
    event.add("dtstart", line.day)
    event.add("dtend", line.day + timedelta(days=1))
    event.add("summary", line.words)
    event.add("url", f"{settings.BASE_URL}{reverse('desk:today')}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _uid(line: Line, user: Any) -> str:
    """Return what stays the same while only the number changes."""
    told = f"{user.pk}/{line.day}/{line.kind}/{line.code}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@arraigo"
