"""The CUI of the DPI: 8 digits, a check digit, department and municipality of birth.

RENAP publishes no formula, and libraries disagree on remainder 10, so a doubtful CUI warns and
never blocks; it is optional, because many return without papers.
"""

from __future__ import annotations

from arraigo.territory.models import Municipality

LENGTH = 13


def digits(text: str) -> str:
    """Return only the digits of what was typed («0000 00000 0000» and the like), as 0 to 9."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def is_doubtful(cui: str) -> bool:
    """Tell whether a 13-digit CUI fails its check digit or names no known municipality."""
    weighted = sum(int(digit) * weight for digit, weight in zip(cui[:8], range(2, 10), strict=True))
    known_place = Municipality.objects.filter(code_ine=cui[9:]).exists()
    return weighted % 11 != int(cui[8]) or not known_place


def grouped(cui: str) -> str:
    """Return the CUI as the DPI shows it: `0000 00000 0000`."""
    return f"{cui[:4]} {cui[4:9]} {cui[9:]}" if cui else ""
