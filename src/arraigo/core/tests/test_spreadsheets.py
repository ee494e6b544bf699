"""Spreadsheets read back, and texts that try to be formulas."""

from __future__ import annotations

import gc
import io
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from arraigo.core import spreadsheets
from arraigo.core.spreadsheets import Column, Sheet, csv_safe, write_xlsx

FORMULAS = [
    "=1+1",
    "+502 5555 0101",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.org","x")',
    "https://example.org",
    "{=1+1}",
    "00123",
]


def written(*sheets: Sheet) -> io.BytesIO:
    target = io.BytesIO()
    write_xlsx(target, sheets)
    target.seek(0)
    return target


def read(file: io.BytesIO, sheet: int = 0) -> list[list[Any]]:
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(sheet).to_python()


def part(file: io.BytesIO, name: str) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode()


def one_column(kind: spreadsheets.Kind, values: Sequence[Any]) -> Sheet:
    return Sheet("Prueba", [Column("Valor", kind)], ([value] for value in values))


@pytest.mark.parametrize("kind", ["text", "long_text", "money", "date"])
def test_texts_are_never_formulas_links_or_numbers(kind: spreadsheets.Kind) -> None:
    file = written(one_column(kind, FORMULAS))
    kept = [text.replace("\r", "\n") for text in FORMULAS]
    assert [row[0] for row in read(file)[1:]] == kept
    xml = part(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert 'quotePrefix="1"' in part(file, "xl/styles.xml")


def test_control_characters_are_removed() -> None:
    file = written(one_column("text", ["a\x00b\x07c\x1b\x7f\ud800d\r\ne", "x" * 40_000]))
    rows = read(file)
    assert rows[1][0] == "abcd\ne"
    assert len(rows[2][0]) == 32_767


def test_kinds_keep_their_types() -> None:
    columns = [
        Column("Nombre"),
        Column("Personas", "integer"),
        Column("Monto", "money"),
        Column("Tasa", "percent"),
        Column("Fecha", "date"),
        Column("Registrado", "datetime"),
        Column("Activo"),
    ]
    moment = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
    row = [
        "Persona Ficticia",
        1234,
        Decimal("11000.25"),
        Decimal("0.25"),
        date(2026, 11, 20),
        moment,
        True,
    ]
    file = written(Sheet("Prueba", columns, [row, [None] * 7]))
    assert read(file)[1] == [
        "Persona Ficticia",
        1234,
        11000.25,
        0.25,
        date(2026, 11, 20),
        datetime(2026, 11, 19, 21, 30),  # noqa: DTZ001 (Guatemala's wall clock)
        "Sí",
    ]
    styles = part(file, "xl/styles.xml")
    assert 'formatCode="dd/mm/yyyy"' in styles
    assert "&quot;Q&quot;#,##0.00" in styles


def test_a_text_in_a_number_column_stays_a_text() -> None:
    values = ["sin dato", Decimal(3), None, True]
    assert [row[0] for row in read(written(one_column("integer", values)))[1:]] == [
        "sin dato",
        3,
        "",
        "Sí",
    ]


def test_a_number_or_date_in_a_text_column_is_what_a_person_reads() -> None:
    values = [-5, date(2026, 1, 2), datetime(2026, 1, 2, 18, 0, tzinfo=UTC)]
    assert [row[0] for row in read(written(one_column("text", values)))[1:]] == [
        "-5",
        "02/01/2026",
        "02/01/2026 12:00",
    ]


def test_header_is_frozen_and_filtered() -> None:
    file = written(one_column("text", ["a", "b"]))
    xml = part(file, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in xml
    assert '<autoFilter ref="A1:A3"/>' in xml
    assert "<b/>" in part(file, "xl/styles.xml")


def test_properties_name_nobody() -> None:
    core = part(written(one_column("text", [])), "docProps/core.xml")
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core


def test_sheet_names_are_made_valid_and_different() -> None:
    wanted = ["Casos: 2026/11 [sur]", "casos  2026 11  sur", "", "x" * 40, "x" * 40]
    file = written(*(Sheet(name, [Column("A")], []) for name in wanted))
    names = CalamineWorkbook.from_filelike(file).sheet_names
    assert names == [
        "Casos  2026 11  sur",
        "casos  2026 11  sur (2)",
        "Hoja",
        "x" * 31,
        "x" * 27 + " (2)",
    ]


def test_too_many_rows_go_on_in_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 3)
    file = written(one_column("integer", range(7)), one_column("integer", range(3)))
    names = CalamineWorkbook.from_filelike(file).sheet_names
    assert names == ["Prueba", "Prueba (2)", "Prueba (3)", "Prueba (4)"]
    assert [[row[0] for row in read(file, index)[1:]] for index in range(4)] == [
        [0, 1, 2],
        [3, 4, 5],
        [6],
        [0, 1, 2],
    ]


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="row 1 has 2 cells for 1 columns"):
        written(Sheet("Prueba", [Column("A")], [["a", "b"]]))


def test_a_failure_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="row 2"):
        write_xlsx(tmp_path / "prueba.xlsx", [Sheet("A", [Column("A")], [["a"], []])])
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_writes_to_a_path(tmp_path: Path) -> None:
    target = tmp_path / "prueba.xlsx"
    write_xlsx(target, [one_column("text", ["a"])])
    assert CalamineWorkbook.from_path(str(target)).sheet_names == ["Prueba"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+502 5555", "'+502 5555"),
        ("-cmd", "'-cmd"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\nx"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("\x00=1", "'=1"),
        ("Ana = Ejemplo", "Ana = Ejemplo"),
        (None, ""),
        (-5, "-5"),
        (Decimal("-1.50"), "-1.50"),
        (date(2026, 11, 20), "20/11/2026"),
        (True, "Sí"),
    ],
)
def test_csv_safe(value: object, cell: str) -> None:
    assert csv_safe(value) == cell
