"""Dates day first as in Spanish, 2 November 2026 or 02/11/2026; numbers as 1,234.56."""

from arraigo.ui.formats.es_GT.formats import *  # noqa: F403

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
