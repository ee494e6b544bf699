"""The process that reads one received file and ends: `python -m arraigo.core.reading.child csv`.

The file comes on standard input, the table leaves as JSON on standard output. It holds no secret,
no connection and no environment; it sets its own limits before it looks at a byte.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from arraigo.core import apart
from arraigo.core.reading import workbook
from arraigo.core.reading.limits import (
    MAX_CELL_TEXT,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
    MAX_TEXT,
    MEMORY,
    SECONDS,
    Reason,
    Unfit,
)

OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # old Excel, or a workbook with a password
DELIMITERS = ",;\t|"
_NOT_TEXT = (workbook.ZIP_MAGIC, OLE_MAGIC, b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
Line = list[str]


def read(data: bytes, extension: str) -> dict[str, Any]:
    """Return `sheet`, `others` (sheets not read) and `rows` ([line number, cells])."""
    if extension == "csv":
        name, others, lines = "", 0, _csv_lines(data)
    else:
        name, others, lines = _workbook_lines(data)
    rows, letters = [], 0
    for number, cells in enumerate(lines, start=1):
        if number > MAX_LINES:
            raise Unfit(Reason.TOO_MANY_ROWS)
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise Unfit(Reason.TOO_MANY_COLUMNS)
        letters += sum(map(len, cells))
        rows.append((number, cells))
        if len(rows) > MAX_ROWS:
            raise Unfit(Reason.TOO_MANY_ROWS)
        if letters > MAX_TEXT:
            raise Unfit(Reason.TOO_MUCH)
    if not rows:
        raise Unfit(Reason.NOTHING)
    return {"sheet": name, "others": others, "rows": rows}


def _workbook_lines(data: bytes) -> tuple[str, int, Iterator[Line]]:
    if data.startswith(OLE_MAGIC):
        raise Unfit(Reason.PASSWORD)
    if not data.startswith(workbook.ZIP_MAGIC):
        raise Unfit(Reason.NOT_WHAT_IT_SAYS)
    workbook.look_through(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    for name in visible:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in rows):
            return name, len(visible) - 1, ([_text(cell) for cell in row] for row in rows)
    raise Unfit(Reason.NOTHING)


def _csv_lines(data: bytes) -> Iterator[Line]:
    if data.startswith(_NOT_TEXT) or data.lstrip()[:1] == b"<":
        raise Unfit(Reason.NOT_WHAT_IT_SAYS)
    text = _decoded(data)
    if "\x00" in text:
        raise Unfit(Reason.NOT_WHAT_IT_SAYS)
    csv.field_size_limit(MAX_CELL_TEXT * 100)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from ([_text(cell) for cell in cells] for cells in reader)
    except csv.Error as error:
        raise Unfit(Reason.DAMAGED) from error


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 as marked, else UTF-8, else Windows' Western letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return what separates the cells: what most of the first lines have most of."""
    beginning = list(itertools.islice(filter(str.strip, text[:200_000].splitlines()), 20))
    return max(DELIMITERS, key=lambda mark: _regularity(beginning, mark))


def _regularity(lines: Iterable[str], mark: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=mark)]
    most = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (widths.count(most) if most > 1 else 0, most)


def _text(value: Any) -> str:
    """Return a cell as plain text: dates as ISO, whole numbers without a point, one line."""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value.replace(microsecond=0)
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = unicodedata.normalize("NFC", str(value))
    printable = (letter if letter.isprintable() else " " for letter in text[: MAX_CELL_TEXT * 2])
    return " ".join("".join(printable).split())[:MAX_CELL_TEXT]


def main() -> None:
    """Read standard input and answer; whatever happens, the answer is one line of JSON or none."""
    apart.limit_this_process(memory=MEMORY, seconds=SECONDS)
    answer: dict[str, Any]
    try:
        answer = read(sys.stdin.buffer.read(), sys.argv[1])
    except Unfit as unfit:
        answer = {"unfit": unfit.reason, "detail": unfit.detail}
    except MemoryError:
        answer = {"unfit": Reason.TOO_MUCH, "detail": ""}
    except BaseException:  # calamine's panics are no Exception
        answer = {"unfit": Reason.DAMAGED, "detail": ""}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
