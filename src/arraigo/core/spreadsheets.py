"""Spreadsheets that leave the system: Excel in constant memory, and texts made safe for CSV.

What people typed is data and never a formula (OWASP, "CSV Injection"): in Excel every text is
written as a string, in CSV a text that a spreadsheet would calculate gets a leading apostrophe.
"""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from arraigo.core.clock import GUATEMALA

Kind = Literal["text", "long_text", "integer", "decimal", "percent", "money", "date", "datetime"]

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS: Final = 1_048_575  # Excel's 1,048,576 without the header
MAX_TEXT: Final = 32_767
_NUMBER_FORMATS: Final[dict[Kind, str]] = {
    "text": "@",
    "long_text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "money": '"Q"#,##0.00;-"Q"#,##0.00',
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
}
_WIDTHS: Final[dict[Kind, int]] = {
    "text": 22,
    "long_text": 48,
    "integer": 11,
    "decimal": 12,
    "percent": 10,
    "money": 15,
    "date": 12,
    "datetime": 17,
}
_WIDEST: Final = 60
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME_FORBIDS: Final = re.compile(r"[\[\]:*?/\\]")
# The full-width signs are read as formulas by Excel in some languages.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and the kind that decides format and width.

    A percent is a fraction: ``Decimal("0.25")`` shows as 25.0%.
    """

    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``rows`` is read once, so a generator over a server-side cursor will do."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def write_xlsx(target: str | os.PathLike[str] | IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write ``sheets`` to a path or a binary file, one row in memory at a time.

    Headers are bold and frozen, with a filter; dates are real dates and times are shown as
    Guatemala's; a text in a number or date column stays a text ("sin dato"). Rows beyond
    Excel's limit go on in a further sheet. The properties name no author. Raises ``ValueError``
    for a row that is not as long as the columns.
    """
    # Rows wait in files of their own until the book is put together: on a failure they vanish,
    # and no half-written book is left behind.
    with tempfile.TemporaryDirectory(prefix="arraigo-xlsx-") as folder:
        book = xlsxwriter.Workbook(
            os.fspath(target) if isinstance(target, str | os.PathLike) else target,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": folder,
            },
        )
        book.set_properties({"author": "", "company": ""})
        formats = _Formats(book)
        names: set[str] = set()
        for sheet in sheets:
            for rows in _pages(sheet.rows):
                page = book.add_worksheet(_sheet_name(sheet.name, names))
                _write_sheet(page, sheet.columns, rows, formats)
        book.close()


def csv_safe(value: object) -> str:
    """Return ``value`` as the text of a CSV cell that no spreadsheet will calculate.

    Control characters are removed; a text that begins like a formula, spaces aside, gets an
    apostrophe in front. Numbers and dates are returned bare, dates as dd/mm/yyyy.
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = _text(value)
    dangerous = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if dangerous else text


def _pages(rows: Iterable[Sequence[Any]]) -> Iterator[Iterator[Sequence[Any]]]:
    """Yield the rows in parts that fit a sheet, at least one; each is read before the next."""
    remaining = iter(rows)
    yield itertools.islice(remaining, MAX_ROWS)
    for first in remaining:
        yield itertools.islice(itertools.chain([first], remaining), MAX_ROWS)


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.header = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.cells: dict[Kind, Format] = {
            kind: book.add_format(
                {"num_format": code, "valign": "top", "text_wrap": kind == "long_text"}
            )
            for kind, code in _NUMBER_FORMATS.items()
        }
        # Keeps the text a text when somebody edits the cell in Excel.
        self.quoted = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})


def _write_sheet(
    page: Worksheet, columns: Sequence[Column], rows: Iterator[Sequence[Any]], formats: _Formats
) -> None:
    for index, column in enumerate(columns):
        width = min(_WIDEST, max(_WIDTHS[column.kind], len(column.title) + 4))
        page.set_column(index, index, width)
        page.write_string(0, index, _text(column.title), formats.header)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"row {count} has {len(row)} cells for {len(columns)} columns")
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(page, count, index, column.kind, value, formats)
    if columns:
        page.autofilter(0, 0, count, len(columns) - 1)


def _write_cell(
    page: Worksheet, row: int, index: int, kind: Kind, value: object, formats: _Formats
) -> None:
    cell = formats.cells[kind]
    if value is None or value == "":
        return
    if isinstance(value, date) and kind in ("date", "datetime"):
        page.write_datetime(row, index, _local(value), cell)
    elif _is_number(value) and kind not in ("text", "long_text"):
        page.write_number(row, index, value, cell)
    else:
        text = _text(value)[:MAX_TEXT]
        style = formats.quoted if text.lstrip().startswith(_FORMULA_STARTS) else cell
        page.write_string(row, index, text, style)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _local(value: date) -> date:
    """Return a time as Guatemala's wall clock, which is all that Excel can hold."""
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value.astimezone(GUATEMALA).replace(tzinfo=None)
    return value


def _text(value: object) -> str:
    """Return what a person reads for ``value``, without control characters."""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, datetime):
        return f"{_local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has, and note it as taken."""
    base = _SHEET_NAME_FORBIDS.sub(" ", _text(wanted)).strip().strip("'")[:31] or "Hoja"
    name = base
    for number in itertools.count(2):
        if name.casefold() not in taken:
            break
        suffix = f" ({number})"
        name = base[: 31 - len(suffix)] + suffix
    taken.add(name.casefold())
    return name
