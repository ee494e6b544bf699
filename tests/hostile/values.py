"""Hostile values, and how they travel: in an address, in a form, as a body of their own."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from hypothesis import HealthCheck
from hypothesis import settings as trying

#: How often anything is tried with values made up.
TRIES = trying(
    deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

#: Bytes as they are sent, percent-encoded, in an address.
BYTES: Final[tuple[bytes, ...]] = (
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80",
    "²²²²".encode(), "１９９４".encode(), "٣٤٥".encode(), "½".encode(), "\u202eabc\u2066".encode(),
    "\ufeffa\u200b".encode(), "\ufffe\uffff".encode(), "🦜".encode(),
    ("e" + "\u0301" * 300).encode(),
    "ß".encode(), "ǅ".encode(), "İ".encode(), b"-1", b"0", b"1e400", b"nan", b"-inf", b"Infinity",
    b"0x10", b"1_000", b"2147483648", b"9223372036854775808", b"-9223372036854775809", b"9" * 400,
    b"9" * 5000, b"0000-00-00", b"0001-01-01", b"0001-01-01T00:00:00+23:59", b"9999-12-31",
    b"9999-12-31T23:59:59-23:59", b"10000-01-01", b"2026-02-30", b"2026-W53-1", b"20260101",
    b"0001-01-01_00000000-0000-0000-0000-000000000000", b"9999-12-31_1", b"nan_1",
    b"inf_9" + b"9" * 30,
    b"00000000-0000-0000-0000-000000000000", b"{}", b"[]", b"null", b"true",
    b'{"municipality": "\\ud800"}', b'{"a": [[[[]]]]}', b"[" * 2000, b"' OR 1=1 --", b"%00",
    b"%s%n",
    b"{0.__class__}", b"{{ 7|add:7 }}", b"<script>alert(1)</script>", b"../../etc/passwd",
    b"\r\nX-Injected: 1", b"=cmd|' /C calc'!A0", b"data:image/png;base64,AAAA",
    b"data:image/png;base64,iVBORw0KGgo=", b"on", b"\\", b"(" * 3000,
)  # fmt: skip

#: One value that is too long for anything; sent where it costs little.
LONG: Final = b"A" * 1_000_000

#: What a form's field may hold; what is no UTF-8 travels only as a body of its own.
TEXTS: Final[tuple[str, ...]] = tuple(
    value.decode() for value in BYTES if value.decode(errors="ignore").encode() == value
)

#: A query that names a field in the ways a browser never does.
SHAPES: Final = ("{name}=1&{name}=2", "{name}[]=1", "{name}[a]=1", "{name}", "={name}")


def in_address(value: bytes) -> str:
    """Return the value percent-encoded, whatever its bytes."""
    return quote(value, safe="")


def some(everything: tuple, key: str, number: int) -> list:
    """Return so many of the values, others for another key and the same for the same."""
    from random import Random

    return Random(key).sample(everything, min(number, len(everything)))
