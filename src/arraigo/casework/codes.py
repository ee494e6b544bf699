"""Case codes: `ESC-2026-00001-X`, numbered per office and year, with a check character."""

from __future__ import annotations

from django.db import connection
from stdnum.iso7064 import mod_37_36

from arraigo.core import clock
from arraigo.territory.models import Office

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
    body = f"{office}-{year}-{number:05d}"
    return f"{body}-{mod_37_36.calc_check_digit(body.replace('-', ''))}"


def is_valid(code: str) -> bool:
    """Tell whether a typed code is whole: its check character fits (ISO 7064 MOD 37,36)."""
    return bool(mod_37_36.is_valid(code.strip().upper().replace("-", "")))
