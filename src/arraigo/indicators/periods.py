"""Periods: calendar months for indicators, the contract's own dated slices for reports."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arraigo.core import clock

_MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """From one date to another, both included."""

    starts_on: date
    ends_on: date

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """Return a calendar month."""
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last))

    @classmethod
    def this_month(cls) -> Self:
        """Return the calendar month of today in Guatemala."""
        today = clock.today()
        return cls.of_month(today.year, today.month)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Return the month written as "2026-10", or None when it is written otherwise."""
        found = _MONTH.fullmatch(text)
        return cls.of_month(int(found["year"]), int(found["month"])) if found else None

    @property
    def is_month(self) -> bool:
        """Tell whether it is a whole calendar month."""
        return self == Period.of_month(self.starts_on.year, self.starts_on.month)

    @property
    def key(self) -> str:
        """Return the month as addresses carry it: "2026-10"."""
        return f"{self.starts_on:%Y-%m}"

    @property
    def label(self) -> str:
        """Return the period in words: "octubre de 2026", or its two dates."""
        if self.is_month:
            return date_format(self.starts_on, "YEAR_MONTH_FORMAT")
        return _("del %(first)s al %(last)s") % {
            "first": date_format(self.starts_on, "SHORT_DATE_FORMAT"),
            "last": date_format(self.ends_on, "SHORT_DATE_FORMAT"),
        }

    def before(self) -> Period:
        """Return the calendar month before the one this period starts in."""
        year, month = divmod(self.starts_on.year * 12 + self.starts_on.month - 2, 12)
        return Period.of_month(year, month + 1)
