"""Received files: what is read, and what is turned away within 5 seconds and 300 MB."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from arraigo.core.reading import tables
from arraigo.core.reading.limits import MAX_FILE, Reason
from arraigo.core.reading.tables import MESSAGES, Unreadable, read_table

MEGABYTE = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Let a busy machine take its time: the reader's own five seconds of processor stand."""
    monkeypatch.setattr(tables, "SECONDS", 120)


def book(rows, **options):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", **options}) as made:
        sheet = made.add_worksheet("Listado")
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(line, column, value)
    return file.getvalue()


def changed(data, part, change, compression=zipfile.ZIP_DEFLATED):
    """Return the workbook with one part changed (or added) by `change`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts[part] = change(parts.get(part, b""))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


AT_EIGHT = datetime(2026, 3, 2, 8)  # noqa: DTZ001 -- what Excel holds has no zone
PLAIN = book([["Nombre", "Teléfono"], ["Ana Ficticia", "5555 0101"]])


def test_a_workbook_is_read_with_its_line_numbers_dates_and_numbers_as_texts():
    made = book(
        [
            ["INSTITUTO"],
            [],
            ["Nombre", "Nació", "CUI", "Retorno", "Hora", "Sí"],
            [" Ana\n Ficticia ", 1994, 2987123450101, date(2026, 3, 2), AT_EIGHT, 1],
        ]
    )
    table = read_table(made, "lista.XLSX")
    assert table.sheet == "Listado"
    assert [number for number, _cells in table.rows] == [1, 3, 4]
    assert table.rows[2][1] == [
        "Ana Ficticia", "1994", "2987123450101", "2026-03-02", "2026-03-02 08:00:00", "1",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_letters_and_marks(encoding, mark):
    text = mark.join(["Nombre", "Lugar"]) + "\r\n" + mark.join(['"Núñez, José"', "Ixcán"]) + "\r\n"
    rows = read_table(text.encode(encoding), "lista.csv").rows
    assert rows == [(1, ["Nombre", "Lugar"]), (2, ["Núñez, José", "Ixcán"])]


def test_the_first_visible_sheet_with_something_in_it_is_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        made.add_worksheet("Vacía").activate()
        hidden = made.add_worksheet("Oculta")
        hidden.hide()
        hidden.write(0, 0, "x")
        made.add_worksheet("Datos").write(4, 1, "aquí")
    table = read_table(file.getvalue(), "a.xlsx")
    assert (table.sheet, table.other_sheets, table.rows) == ("Datos", 1, [(5, ["", "aquí"])])


def zip_bomb():
    return changed(PLAIN, "xl/media/a.xml", lambda _old: b"0" * (50 * MEGABYTE))


def many_bombs():
    data = PLAIN
    for number in range(8):
        data = changed(data, f"xl/media/{number}.xml", lambda _old: b"<a/>" * 2_400_000)
    return data


def lying_directory():
    """A part that says it is small in the table of contents, and is not."""
    data = bytearray(changed(PLAIN, SHEET, lambda old: old + b" " * (40 * MEGABYTE)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        size = made.getinfo(SHEET).file_size
    return bytes(data).replace(struct.pack("<L", size), struct.pack("<L", 4000))


def overlapping():
    """Fifield's idea: many entries of the directory over one and the same packed part."""
    data = changed(PLAIN, "xl/media/core.xml", lambda _old: bytes(900_000))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        info = made.getinfo("xl/media/core.xml")
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as more:
            for number in range(400):
                twin = zipfile.ZipInfo(f"xl/media/{number}.xml")
                for field in ("header_offset", "CRC", "compress_size", "file_size"):
                    setattr(twin, field, getattr(info, field))
                twin.compress_type = zipfile.ZIP_DEFLATED
                more.filelist.append(twin)
                more.NameToInfo[twin.filename] = twin
            more._didModify = True
    return out.getvalue()


def empty_rows(count):
    rows = b"".join(b'<row r="%d" spans="1:2" s="1"/>' % number for number in range(3, count))
    return changed(PLAIN, SHEET, lambda old: old.replace(b"</sheetData>", rows + b"</sheetData>"))


def styled_empty_rows():
    cells = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 1_000_000))
    return changed(PLAIN, SHEET, lambda old: old.replace(b"</sheetData>", cells + b"</sheetData>"))


def far_cell(place):
    cell = f'<row r="9"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'.encode()
    return changed(PLAIN, SHEET, lambda old: old.replace(b"</sheetData>", cell + b"</sheetData>"))


def laughing(old):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ja">{entities}]>'.encode() + old


def in_utf16(old):
    text = old.decode().replace("UTF-8", "UTF-16")
    return text.encode("utf-16")


HOSTILE = {
    "zip bomb": (zip_bomb, "a.xlsx", Reason.PACKED_TOO_TIGHT),
    "many bombs": (many_bombs, "a.xlsx", Reason.PACKED_TOO_TIGHT),
    "overlapping bomb": (overlapping, "a.xlsx", Reason.PACKED_TOO_TIGHT),
    "lying directory": (lying_directory, "a.xlsx", Reason.DAMAGED),
    "a million empty rows": (lambda: empty_rows(1_000_000), "a.xlsx", Reason.TOO_MANY_ROWS),
    "a million styled rows": (styled_empty_rows, "a.xlsx", Reason.TOO_MANY_ROWS),
    "200,000 empty rows": (lambda: empty_rows(200_000), "a.xlsx", Reason.TOO_MANY_ROWS),
    "a million lines": (lambda: b"\n" * 1_000_000 + b"a,b\n", "a.csv", Reason.TOO_MANY_ROWS),
    "a million commas": (lambda: b",,,,\n" * 1_000_000, "a.csv", Reason.TOO_MANY_ROWS),
    "one line of commas": (lambda: b"a" + b"," * 9_000_000 + b"a", "a.csv", Reason.DAMAGED),
    "one endless cell": (lambda: b'"' + b"a" * 9_000_000, "a.csv", Reason.DAMAGED),
    "a far row": (lambda: far_cell("A1048576"), "a.xlsx", Reason.TOO_MANY_ROWS),
    "a far column": (lambda: far_cell("XFD9"), "a.xlsx", Reason.TOO_MANY_COLUMNS),
    "formula": (lambda: book([["Nombre"], ["=1+1"]]), "a.xlsx", Reason.FORMULAS),
    "entities": (lambda: changed(PLAIN, SHEET, laughing), "a.xlsx", Reason.ENTITIES),
    "another encoding": (lambda: changed(PLAIN, SHEET, in_utf16), "a.xlsx", Reason.ENTITIES),
    "macros": (
        lambda: changed(PLAIN, "xl/vbaProject.bin", lambda _old: b"x"), "a.xlsx", Reason.MACROS,
    ),
    "a zip of something else": (
        lambda: changed(b"PK\x05\x06" + bytes(18), "a.txt", lambda _old: b"x"),
        "a.xlsx", Reason.NOT_WHAT_IT_SAYS,
    ),
    "csv called xlsx": (lambda: b"a,b\n1,2\n", "a.xlsx", Reason.NOT_WHAT_IT_SAYS),
    "xlsx called csv": (lambda: PLAIN, "a.csv", Reason.NOT_WHAT_IT_SAYS),
    "web page called csv": (lambda: b"<html><table>", "a.csv", Reason.NOT_WHAT_IT_SAYS),
    "program called csv": (lambda: b"MZ\x00\x00\x01", "a.csv", Reason.NOT_WHAT_IT_SAYS),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls", Reason.OTHER_KIND),
    "with a password": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "a.xlsx", Reason.PASSWORD),
    "cut short": (lambda: PLAIN[: len(PLAIN) // 2], "a.xlsx", Reason.DAMAGED),
    "too heavy": (lambda: b"a" * (MAX_FILE + 1), "a.csv", Reason.TOO_BIG),
    "nothing": (lambda: b"", "a.csv", Reason.NOTHING),
    "an empty book": (lambda: book([]), "a.xlsx", Reason.NOTHING),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_turned_away_and_says_why(name):
    make, filename, reason = HOSTILE[name]
    with pytest.raises(Unreadable) as refusal:
        read_table(make(), filename)
    assert str(refusal.value.message)
    assert refusal.value.reason == reason


PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", "-m", "arraigo.core.reading.child", sys.argv[1]],
               stdin=sys.stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(
    "name", ["zip bomb", "many bombs", "a million styled rows", "one endless cell", "a far row"]
)
def test_a_hostile_file_takes_less_than_300_mb(name, tmp_path):
    make, filename, _reason = HOSTILE[name]
    (tmp_path / "file").write_bytes(make())
    with (tmp_path / "file").open("rb") as file:
        told = subprocess.run(
            [sys.executable, "-c", PEAK, filename.split(".")[-1]],
            stdin=file, capture_output=True, check=True,
        )  # fmt: skip
    assert int(told.stdout) < 300 * 1024


def test_a_formula_is_named_by_its_cell():
    with pytest.raises(Unreadable) as refusal:
        read_table(book([["Nombre"], ["Ana"], ["=1+1"]]), "a.xlsx")
    assert "A3" in str(refusal.value.message)


def test_every_reason_has_its_words():
    assert set(MESSAGES) == set(Reason)


def test_five_thousand_rows_are_read():
    made = book([["Nombre"] * 15] + [[f"Persona {number}"] * 15 for number in range(5000)])
    assert len(read_table(made, "a.xlsx").rows) == 5001


def test_nobody_waits_longer_than_the_limit(monkeypatch):
    monkeypatch.setattr(tables, "SECONDS", 0.001)
    with pytest.raises(Unreadable) as refusal:
        read_table(PLAIN, "a.xlsx")
    assert refusal.value.reason == Reason.TOO_MUCH
