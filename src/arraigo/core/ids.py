"""Ids that came in texts: from an address, a form, an interview."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Final

_RANDOM: Final = 4  # the version of the ids of persons and cases


def ids_in(texts: Iterable[str]) -> list[uuid.UUID]:
    """Return the UUIDs in texts; whatever is none is left out."""
    return [found for found in map(_read, texts) if found is not None]


def random_id(text: str) -> uuid.UUID | None:
    """Return the UUID v4 that a text is, or None."""
    told = _read(text)
    return told if told is not None and told.version == _RANDOM else None


def _read(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
