"""Plainly fictitious lists, as IGM and fairs send them, with known faults in known rows."""

from __future__ import annotations

import io
import itertools
from datetime import timedelta
from random import Random
from typing import Any

import xlsxwriter

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.reading.tables import Table
from arraigo.organizations.models import Organization
from arraigo.people.leads.actions import lists
from arraigo.people.leads.actions.work import work
from arraigo.people.leads.columns import propose
from arraigo.people.leads.enums import ListPurpose, ProblemKind
from arraigo.people.leads.inputs import Basis, ReceivedFile
from arraigo.people.leads.models import LeadList
from arraigo.people.leads.places import Places
from arraigo.people.offices import office_of

HEADERS = [
    "No.", "NOMBRES", "APELLIDOS", "SEXO", "FECHA DE NACIMIENTO", "DEPARTAMENTO", "MUNICIPIO",
    "TELÉFONO", "DPI", "FECHA DE RETORNO", "PAÍS", "ACEPTA CONTACTO", "MOTIVO",
]  # fmt: skip
NAMES, SURNAMES, SEX, BIRTH, DEPARTMENT, TOWN, PHONE, CUI, RETURN, COUNTRY, PERMISSION = range(
    1, 12
)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
_TOWNS = (
    ("Escuintla", "Santa Lucía Cotzumalguapa"), ("ESCUINTLA", "Sta. Lucia Cotz."),
    ("Escuintla", "Nueva Concepción"), ("Chiquimula", "Esquipulas"), ("Guatemala", "Mixco"),
    ("Quiché", "Ixcán"), ("El Quiché", "Ixcan"), ("San Marcos", "San Marcos"),
)  # fmt: skip
_counter = itertools.count(1)


def letters(number: int) -> str:
    """Return a word of its own for a number."""
    word = ""
    for _place in range(4):
        number, rest = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[rest]
    return "F" + word


def good_row(random: Random, number: int) -> list[Any]:
    """Return a row without fault, in one of the ways people write them."""
    department, town = random.choice(_TOWNS)
    year = random.randint(1960, 2005)
    birth = random.choice([f"{random.randint(1, 28):02d}/0{random.randint(1, 9)}/{year}", year])
    returned = clock.today() - timedelta(days=random.randint(1, 400))
    phone = f"{random.choice('345')}{number:07d}"
    return [
        number,
        f"Persona {letters(number)}",
        f"Ficticia {letters(number * 7 + 3)}",
        random.choice(["F", "M", "Mujer", "hombre", ""]),
        birth,
        department,
        town,
        random.choice([phone, f"{phone[:4]}-{phone[4:]}", f"+502 {phone}", ""]),
        random.choice([f"{2_000_000_000_000 + number}", f"{number:04d} 12345 0101", ""]),
        random.choice([f"{returned:%d/%m/%Y}", returned.isoformat(), returned]),
        random.choice(["EEUU", "Estados Unidos", "México", ""]),
        random.choice(["Sí", "si", "", "ACEPTA"]),
        "no se guarda",
    ]  # fmt: skip


def _put(place: int, *texts: Any):
    return lambda row, random, _rows: row.__setitem__(place, random.choice(texts))


def _repeat(row: list[Any], random: Random, rows: list[list[Any]]) -> None:
    row[1:] = random.choice(rows)[1:]


def _before_birth(row: list[Any], _random: Random, _rows: Any) -> None:
    row[BIRTH], row[RETURN] = 2005, "02/03/1999"


def _a_child(row: list[Any], random: Random, _rows: Any) -> None:
    year = clock.today().year
    row[BIRTH] = random.choice([year - 3, f"01/01/{year - 14}"])


def _not_yet(row: list[Any], _random: Random, _rows: Any) -> None:
    row[RETURN] = f"01/01/{clock.today().year + 2}"


def _elsewhere(row: list[Any], _random: Random, _rows: Any) -> None:
    row[DEPARTMENT], row[TOWN] = "Petén", "Mixco"


def _ambiguous(row: list[Any], _random: Random, _rows: Any) -> None:
    row[DEPARTMENT], row[TOWN] = "", "La Libertad"


#: How to spoil a row so that it has exactly one fault of a kind.
FAULTS = {
    ProblemKind.NAME_MISSING: _put(SURNAMES, "", "-", "n/a"),
    ProblemKind.NAME_WITHOUT_LETTERS: _put(NAMES, "123", "???"),
    ProblemKind.FORMULA_TEXT: _put(NAMES, "=cmd|' /C calc'!A0", "@SUM(A1)", "+Ana", "-Ana"),
    ProblemKind.TEXT_TOO_LONG: _put(SURNAMES, "a" * 121, "b " * 100),
    ProblemKind.SEX_UNKNOWN: _put(SEX, "?", "Q", "adulto"),
    ProblemKind.BIRTH_IMPOSSIBLE: _put(BIRTH, "31/02/1990", 1850, 2090, "ayer", "12/13/1990"),
    ProblemKind.UNDER_15: _a_child,
    ProblemKind.DATE_UNREADABLE: _put(RETURN, "30/02/2025", "marzo", "2025", "13/25/2025"),
    ProblemKind.YEAR_OF_TWO_DIGITS: _put(RETURN, "02/03/25", "2-3-25"),
    ProblemKind.RETURN_IN_FUTURE: _not_yet,
    ProblemKind.RETURN_BEFORE_BIRTH: _before_birth,
    ProblemKind.DEPARTMENT_UNKNOWN: _put(DEPARTMENT, "Escuintlax", "Chiapas"),
    ProblemKind.MUNICIPALITY_UNKNOWN: _put(TOWN, "Ningún Lugar", "Xyz"),
    ProblemKind.MUNICIPALITY_ELSEWHERE: _elsewhere,
    ProblemKind.MUNICIPALITY_AMBIGUOUS: _ambiguous,
    ProblemKind.PHONE_WRONG: _put(PHONE, "5555 010", "12345678", "55550101 / 55550102", "no sé"),
    ProblemKind.CUI_WRONG: _put(CUI, "123456789012", "12345678901234", "A234567890101"),
    ProblemKind.COUNTRY_UNKNOWN: _put(COUNTRY, "Marte", "??"),
    ProblemKind.PERMISSION_UNKNOWN: _put(PERMISSION, "quizás", "luego"),
    ProblemKind.REFUSED: _put(PERMISSION, "No", "NO ACEPTA"),
    ProblemKind.REPEATED: _repeat,
}


def faulty_list(size: int, faults: int, seed: int) -> tuple[list[list[Any]], dict[int, str]]:
    """Return a table's lines with the header on line 3, and the kind of fault by line number."""
    random = Random(seed)
    rows = [good_row(random, number) for number in range(1, size + 1)]
    rows[0][SEX] = "F"  # so that «M» is masculine
    spoilt = sorted(random.sample(range(size // 2, size), faults))
    kinds = itertools.cycle(FAULTS)
    expected = {}
    for place, kind in zip(spoilt, kinds, strict=False):
        FAULTS[kind](rows[place], random, rows[: size // 2])
        expected[place + 4] = str(kind)
    return [["INSTITUCIÓN FICTICIA"], [], HEADERS, *rows], expected


def as_table(lines: list[list[Any]]) -> Table:
    """Return the lines as they are read from a file."""
    rows = [(n, [str(cell) for cell in line]) for n, line in enumerate(lines, 1) if line]
    return Table(rows, "Hoja1")


def as_workbook(lines: list[list[Any]]) -> bytes:
    """Return the lines as an Excel file."""
    file = io.BytesIO()
    options = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Listado")
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write(number, column, value)
    return file.getvalue()


def basis(**changes: Any) -> Basis:
    """Return a lawful basis, with `changes`."""
    usual = {
        "source": Organization.objects.get(code="igm"),
        "agreement": "Convenio ficticio 1-2026",
        "purpose": ListPurpose.SERVICES,
        "handed_by": "Encargada ficticia de recepción",
        "received_on": clock.today(),
    }
    return Basis(**{**usual, **changes})


def received(user: Any, lines: list[list[Any]], **changes: Any) -> LeadList:
    """Receive a list as `user` and return it."""
    file = ReceivedFile.of("lista.xlsx", repr((next(_counter), lines)).encode(), as_table(lines))
    with acting_as(Actor.user(user)):
        return lists.receive_list(
            basis=basis(**changes), file=file, user=user, office=office_of(user)
        )


def checked(user: Any, lines: list[list[Any]], **changes: Any) -> LeadList:
    """Receive a list, take the proposed columns and check it; return it."""
    listing = received(user, lines, **changes)
    with acting_as(Actor.user(user)):
        fields = propose(lists.layout(listing), lists.saved_fields(listing), Places())
        lists.set_columns(received=listing, fields=fields, user=user)
    return worked(listing)


def imported(user: Any, lines: list[list[Any]], **changes: Any) -> LeadList:
    """Receive, check and import a list; return it."""
    listing = checked(user, lines, **changes)
    with acting_as(Actor.user(user)):
        lists.import_list(received=listing, user=user)
    return worked(listing)


def worked(listing: LeadList) -> LeadList:
    """Let the job work, and return the list as it is then."""
    from arraigo.core.context import SYSTEM

    work(listing.pk)
    with acting_as(SYSTEM):
        return LeadList.objects.get(pk=listing.pk)
