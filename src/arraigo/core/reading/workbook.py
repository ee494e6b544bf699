"""Looking through a workbook (.xlsx) before any library opens it. Standard library only.

Nothing is unpacked whole: every part is inflated in pieces, counted and thrown away.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from arraigo.core.reading.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED,
    TINY_PART,
    Reason,
    Unfit,
)

ZIP_MAGIC: Final = b"PK\x03\x04"
_PIECE: Final = 256 * 1024
_OVERLAP: Final = 512  # longer than any tag looked for, so that none hides between two pieces
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_BOOK_TYPE: Final = b"spreadsheetml.sheet.main+xml"
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER: Final = re.compile(rb"<(?:\w+:)?row\b[^>]{0,300}?\sr=[\"'](\d{1,9})")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b(?:[^>]{0,100}?\sr=[\"']([A-Za-z]{1,4})(\d{1,9}))?")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA_CELL: Final = re.compile(rb"\sr=[\"']([A-Z]+\d+)[\"'][^>]*>\s*<(?:\w+:)?f[\s/>]")
_DECLARED: Final = re.compile(rb"""^<\?xml[^>]*encoding=["']([^"']+)""")


def look_through(data: bytes, *, formulas: bool = False) -> None:
    """Raise `Unfit` unless `data` is a plain workbook of a size that can be read safely.

    With `formulas` they are let through: what is read is the value that was last saved.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
            _check_directory(parts, len(data))
            _check_kind(book)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(book, part, formulas=formulas)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
        raise Unfit(Reason.DAMAGED) from error
    except RuntimeError as error:  # zipfile's own way to say that a part is encrypted
        raise Unfit(Reason.PASSWORD) from error


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Judge the book by its table of contents: parts, sizes, ratio, parts that overlap."""
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or sum(part.compress_size for part in parts) > size
        or any(
            part.file_size > TINY_PART and part.file_size > MAX_RATIO * max(1, part.compress_size)
            for part in parts
        )
    ):
        raise Unfit(Reason.PACKED_TOO_TIGHT)


def _check_kind(book: zipfile.ZipFile) -> None:
    names = {name.lower() for name in book.namelist()}
    if "[content_types].xml" not in names or not any(map(_SHEET.fullmatch, names)):
        raise Unfit(Reason.NOT_WHAT_IT_SAYS)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unfit(Reason.MACROS)
    kinds = book.read("[Content_Types].xml")
    if _BOOK_TYPE not in kinds:
        raise Unfit(Reason.MACROS if b"macroEnabled" in kinds else Reason.NOT_WHAT_IT_SAYS)


def _check_part(book: zipfile.ZipFile, part: zipfile.ZipInfo, *, formulas: bool) -> None:
    is_sheet = bool(_SHEET.fullmatch(part.filename.lower()))
    rows = cells = 0
    for piece, fresh in _pieces(book, part):
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise Unfit(Reason.ENTITIES)
        if not is_sheet:
            continue
        if not formulas and _FORMULA.search(piece):
            where = _FORMULA_CELL.search(piece)
            raise Unfit(Reason.FORMULAS, where[1].decode() if where else "")
        rows += sum(1 for found in _ROW.finditer(piece) if found.end() > fresh)
        if rows > MAX_LINES or any(int(line) > MAX_LINES for line in _ROW_NUMBER.findall(piece)):
            raise Unfit(Reason.TOO_MANY_ROWS)
        for found in _CELL.finditer(piece):
            cells += found.end() > fresh
            _check_place(found[1] or b"", int(found[2] or 0))
        if cells > MAX_CELLS:
            raise Unfit(Reason.TOO_MUCH)


def _check_place(letters: bytes, line: int) -> None:
    """Refuse a cell so far out that the table up to it would fill the memory."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    if column > MAX_COLUMNS:
        raise Unfit(Reason.TOO_MANY_COLUMNS)
    if line > MAX_LINES:
        raise Unfit(Reason.TOO_MANY_ROWS)


def _pieces(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield the part in pieces, each with how many of its bytes the one before had already."""
    tail = b""
    with book.open(part) as stream:
        while fresh := stream.read(_PIECE):
            if not tail:
                _check_encoding(fresh)
            yield tail + fresh, len(tail)
            tail = (tail + fresh)[-_OVERLAP:]


def _check_encoding(beginning: bytes) -> None:
    """Refuse a part in which what is looked for could be spelled in other bytes."""
    declared = _DECLARED.match(beginning.removeprefix(b"\xef\xbb\xbf"))
    known = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
    if b"\x00" in beginning[:200] or (declared and declared[1].lower() not in known):
        raise Unfit(Reason.ENTITIES)
