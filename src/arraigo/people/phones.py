"""Telephone numbers as people write them."""

from __future__ import annotations

from phonenumber_field.phonenumber import to_python

GUATEMALA = 502  # its code in telephone numbers


def phone_as_read(phone: str) -> str:
    """Return a phone as people write it: without the country's code inside Guatemala."""
    number = to_python(phone, region="GT")
    if not number:
        return ""
    return str(number.as_national if number.country_code == GUATEMALA else number)
