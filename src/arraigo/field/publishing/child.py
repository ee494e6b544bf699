"""The process that reads one uploaded form and ends.

`python -m arraigo.field.publishing.child .xlsx code version`.

The workbook comes on standard input; its sheets, the XForm and what pyxform said leave as JSON on
standard output. It holds no secret, no connection and no environment, and sets its own limits
before it looks at a byte.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from python_calamine import CalamineWorkbook

from arraigo.core import apart
from arraigo.core.reading import workbook
from arraigo.core.reading.child import OLE_MAGIC
from arraigo.core.reading.limits import MAX_CELL_TEXT, MAX_COLUMNS, MAX_ROWS, Reason, Unfit
from arraigo.field.publishing.converting import (
    READ,
    NotConverted,
    Sheets,
    settings_of,
    to_xform,
)

MEMORY: Final = 900 * 1024 * 1024  # address space, bytes
SECONDS: Final = 30
LONGEST: Final = 8 * MAX_CELL_TEXT  # letters of a cell: a rule may be long
LARGEST_FORM: Final = 40 * 1024 * 1024  # bytes of XML, which pyxform puts in a file meanwhile
MOST_ROWS: Final = MAX_ROWS // 2  # of all the sheets that are read


def read(data: bytes, kind: str) -> Sheets:
    """Return the sheets of an XLSForm, by name: rows of texts, as wide as their header."""
    if not data.startswith(workbook.ZIP_MAGIC if kind == ".xlsx" else OLE_MAGIC):
        raise Unfit(Reason.NOT_WHAT_IT_SAYS)
    if kind == ".xlsx":
        workbook.look_through(data, formulas=True)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: dict[str, list[list[str]]] = {}
    for name in book.sheet_names:
        key = name.strip().lower()
        if key in READ:
            sheets[key] = list(_rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
    if sum(map(len, sheets.values())) > MOST_ROWS:
        raise Unfit(Reason.TOO_MANY_ROWS)
    if not sheets:
        raise Unfit(Reason.NOTHING)
    return sheets


def _rows(cells: list[list[Any]]) -> Iterator[list[str]]:
    """Yield the rows down to the last with something written, empty ones kept for their numbers."""
    rows = [[_text(cell) for cell in row[: 4 * MAX_COLUMNS]] for row in cells[: MOST_ROWS + 1]]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(
        (index + 1 for row in rows[:1] for index, cell in enumerate(row) if cell), default=0
    )
    yield from ([*row[:width], *[""] * (width - len(row))] for row in rows)


def _text(value: Any) -> str:
    """Return a cell as plain text: whole numbers without a point, its lines kept."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)[:LONGEST].replace("\r\n", "\n")
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()


def named(sheets: Sheets, form_id: str, version: str) -> Sheets:
    """Return the sheets with a code, a title and a version, where the author gave none."""
    told = settings_of(sheets)
    told["form_id"] = told.get("form_id") or told.get("id_string") or form_id
    told["form_title"] = told.get("form_title") or told.get("title") or form_id
    told["version"] = told.get("version") or version
    for old in ("id_string", "title"):
        told.pop(old, None)
    return {**sheets, "settings": [list(told), list(told.values())]}


def answer(data: bytes, kind: str, form_id: str, version: str) -> dict[str, Any]:
    """Return what became of a workbook: its sheets, and the XForm or why there is none."""
    try:
        sheets = named(read(data, kind), form_id, version)
    except Unfit as unfit:
        return {"unfit": unfit.reason, "detail": unfit.detail}
    try:
        made = to_xform(sheets)
    except NotConverted as refused:
        return {"sheets": sheets, "refused": str(refused)}
    return {"sheets": sheets, "xml": made.xml, "warnings": list(made.warnings)}


def main() -> None:
    """Read standard input and answer; whatever happens, the answer is one line of JSON or none."""
    apart.limit_this_process(memory=MEMORY, seconds=SECONDS, file=LARGEST_FORM)
    told: dict[str, Any]
    try:
        told = answer(sys.stdin.buffer.read(), *sys.argv[1:4])
    except MemoryError:
        told = {"unfit": Reason.TOO_MUCH, "detail": ""}
    except BaseException:  # calamine's panics are no Exception
        told = {"unfit": Reason.DAMAGED, "detail": ""}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
