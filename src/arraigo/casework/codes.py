"""Case codes: `ESC-2026-00001-X`, numbered per office and year, with a check character."""

from __future__ import annotations

import re

from django.db import connection
from stdnum.iso7064 import mod_37_36

from arraigo.core import clock
from arraigo.territory.models import Office

_TYPED = re.compile(r"([A-Z]{3})[\s./-]*(\d{4})[\s./-]*(\d{1,6})(?:[\s./-]*([0-9A-Z]))?")
_DIGITS = 5  # of the number, filled with zeros

_NEXT = """
INSERT INTO casework_casecounter (office_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (office_id, year) DO UPDATE SET last = casework_casecounter.last + 1 RETURNING last
"""


def next_code(office: Office) -> str:
    """Return the office's next code this year. Two at once get two codes; none is skipped."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [office.pk, year])
        (number,) = cursor.fetchone()
    return code_of(office.code, year, number)


def code_of(office: str, year: int, number: int) -> str:
    """Return the code of an office's case with this number, check character included."""
    body = f"{office}-{year}-{number:0{_DIGITS}d}"
    return f"{body}-{mod_37_36.calc_check_digit(body.replace('-', ''))}"


def codes_meant(text: str) -> list[str] | None:
    """Return the whole codes that a typed one may mean, or None for what is no code at all.

    Dashes, zeros and the check character may be missing; one that is there has to fit, so a
    wrong number leaves an empty list and opens nobody else's case.
    """
    typed = _TYPED.fullmatch(text.strip().upper())
    if typed is None:
        return None
    office, year, number, check = typed.groups()
    ways = [(number, check)]
    if check is None and len(number) == _DIGITS + 1:
        ways.append((number[:_DIGITS], number[_DIGITS]))
    codes = [(code_of(office, int(year), int(number)), check) for number, check in ways]
    return [code for code, check in codes if check in (None, code[-1])]
