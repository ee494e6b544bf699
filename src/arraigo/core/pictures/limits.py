"""What a received photo may be, what becomes of it, and why one is turned away.

Standard library only: the process that reads photos imports nothing else of ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MAX_FILE: Final = 10 * 1024 * 1024  # bytes received
MAX_KEPT: Final = 300_000  # bytes kept
MAX_PIXELS: Final = 120_000_000  # of a JPEG, which is read already reduced: phones make 108
MAX_PIXELS_WHOLE: Final = 40_000_000  # of a kind that has to be unpacked whole
#: Longest side in pixels, tried in turn with each quality until it weighs little enough. A page of
#: paper is still legible at 1,000.
SIDES: Final = (2000, 1600, 1280, 1000, 800, 640, 480)
QUALITIES: Final = (80, 68, 55, 42)
MEMORY: Final = 600 * 1024 * 1024  # address space of the reading process, bytes
SECONDS: Final = 10


class Reason(StrEnum):
    """Why a photo is not taken."""

    NOTHING = "nothing"
    TOO_BIG = "too_big"
    OTHER_KIND = "other_kind"
    HEIC = "heic"
    PDF = "pdf"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"


class Unfit(Exception):
    """The photo is turned away for `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
