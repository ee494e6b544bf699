"""Workbooks of forms, written for the tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from arraigo.core.spreadsheets import XLSX

SURVEY = [
    ["type", "name", "label::Español (es)", "relevant", "constraint", "calculation",
     "choice_filter"],
    ["select_one sino", "wants", "¿Quiere trabajar?"],
    ["text", "trade", "¿En qué?", "${wants}='si'"],
    ["integer", "years", "¿Cuántos años?", "", ". >= 0"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::Español (es)"],
    ["sino", "si", "Sí"],
    ["sino", "no", "No"],
]
SETTINGS = [["form_title", "form_id", "version"], ["Prueba", "prueba", "1"]]
Sheet = Sequence[Sequence[str]]


def form_with(
    survey: Sequence[Sequence[str]] = (),
    choices: Sequence[Sequence[str]] = (),
    settings: Sheet = SETTINGS,
    header: Sequence[str] = (),
) -> dict[str, Sheet]:
    """Return the sheets of a small good form, with rows added to it."""
    first = [*SURVEY[0], *header]
    return {
        "survey": [first, *SURVEY[1:], *survey],
        "choices": [*CHOICES, *choices],
        "settings": settings,
    }


def as_xlsx(sheets: Mapping[str, Sheet]) -> bytes:
    """Return a workbook with these sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    book.close()
    return target.getvalue()


def uploaded(sheets: Mapping[str, Sheet], name: str = "prueba.xlsx", **beside: bytes) -> Any:
    """Return what a page would post for this workbook."""
    files = [SimpleUploadedFile(f"{each}.csv", data) for each, data in beside.items()]
    return {"file": SimpleUploadedFile(name, as_xlsx(sheets), XLSX), "beside": files}
