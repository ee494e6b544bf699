"""From the sheets of an XLSForm to an XForm, by pyxform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Sheets = Mapping[str, list[list[str]]]
#: The sheets of an XLSForm that are read; any other is the author's own.
READ = ("survey", "choices", "settings", "entities", "external_choices", "osm")


class NotConverted(Exception):
    """pyxform refuses the form, in its own words (English)."""


@dataclass(frozen=True)
class Converted:
    """An XForm, and what pyxform warned of."""

    xml: str
    warnings: tuple[str, ...]


def to_xform(sheets: Sheets) -> Converted:
    """Return the XForm of an XLSForm's sheets. Raises `NotConverted`."""
    from pyxform.errors import PyXFormError  # 0.3 s and 20 MB that no other page needs
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        made = convert(_as_rows(sheets), warnings=warnings)
    except PyXFormError as error:
        raise NotConverted(str(error)) from error
    return Converted(made.xform, tuple(warnings))


def settings_of(sheets: Sheets) -> dict[str, str]:
    """Return what the sheet "settings" says, by its columns in lower case; nothing without it."""
    header, *rows = sheets.get("settings") or [[]]
    names = [title.strip().lower() for title in header]
    return dict(zip(names, rows[0], strict=False)) if rows else {}


def _as_rows(sheets: Sheets) -> dict[str, Any]:
    """Return the sheets as pyxform takes a workbook."""
    present = [name for name in READ if sheets.get(name)]
    book: dict[str, Any] = {"sheet_names": present}
    for name in present:
        header, *rows = sheets[name]
        book[f"{name}_header"] = [{each: None for each in header if each}]
        book[name] = [
            {each: text for each, text in zip(header, row, strict=False) if each and text}
            for row in rows
        ]
    return book
