"""From the sheets of an XLSForm to an XForm, by pyxform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

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
    warnings: list[str] = []
    try:
        made = convert(_as_rows(sheets), warnings=warnings)
    except PyXFormError as error:
        raise NotConverted(str(error)) from error
    return Converted(made.xform, tuple(warnings))


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
