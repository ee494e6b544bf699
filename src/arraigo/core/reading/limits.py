"""What a received file may be, and the reasons it is turned away. Standard library only."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MAX_FILE: Final = 10 * 1024 * 1024  # bytes received
MAX_UNPACKED: Final = 60 * 1024 * 1024  # bytes in all the parts of a workbook
MAX_RATIO: Final = 100  # unpacked to packed, of a part that is not tiny
TINY_PART: Final = 1024 * 1024
MAX_PARTS: Final = 500
MAX_ROWS: Final = 20_000  # with something written
MAX_LINES: Final = 100_000  # empty ones too
MAX_COLUMNS: Final = 60
MAX_CELLS: Final = 1_000_000
MAX_CELL_TEXT: Final = 1_000  # letters kept of a cell
MAX_TEXT: Final = 20 * 1024 * 1024  # letters of the whole table
MEMORY: Final = 300 * 1024 * 1024  # address space of the reading process, bytes
SECONDS: Final = 5


class Reason(StrEnum):
    """Why a file is not read."""

    TOO_BIG = "too_big"
    OTHER_KIND = "other_kind"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    PASSWORD = "password"  # noqa: S105 -- a reason, no secret
    PACKED_TOO_TIGHT = "packed_too_tight"
    MACROS = "macros"
    ENTITIES = "entities"
    FORMULAS = "formulas"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"
    NOTHING = "nothing"


class Unfit(Exception):
    """The file is turned away for `reason`; `detail` says where (a cell), if that helps."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
