"""What each column of a list is: as told last time, by its header, or by what it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from arraigo.core.reading.tables import Table
from arraigo.core.text import fold
from arraigo.people.cui import digits
from arraigo.people.leads.enums import JOINED, Field
from arraigo.people.leads.places import Places

HEADER_WITHIN = 15  # lines of titles and logos that may stand above the header
SAMPLE = 50
MOST = 0.7  # of the sample have to look like the field

#: Number of the row in the list first received, in the Excel of rows to correct.
LINE_HEADER = "Fila"
FIX_HEADER = "Qué corregir"

#: Headers as they are written in lists of IGM, CAR, partners and fairs, folded; no accents.
SYNONYMS: Final[dict[Field, str]] = {
    Field.FULL_NAME: "nombre completo|nombres y apellidos|nombre y apellido|nombre y apellidos|"
    "apellidos y nombres|persona|persona retornada|beneficiario|beneficiaria|participante|"
    "full name|name|nombre del retornado|nombre de la persona|nombre del participante",
    Field.GIVEN_NAMES: "nombres|nombre|primer nombre|segundo nombre|tercer nombre|otros nombres|"
    "first name|given name|given names|middle name|nombre 1|nombre 2",
    Field.SURNAMES: "apellidos|apellido|primer apellido|segundo apellido|apellido de casada|"
    "last name|surname|surnames|family name|apellido 1|apellido 2|apellido paterno|"
    "apellido materno",
    Field.SEX: "sexo|genero|sex|gender|h/m|m/f|f/m|sexo (m/f)|sexo (h/m)",
    Field.BIRTH: "fecha de nacimiento|fecha nacimiento|fecha nac|f nacimiento|fec nac|"
    "ano de nacimiento|nacimiento|date of birth|birth date|birthdate|dob|year of birth|"
    "birth year|fecha de nac",
    Field.AGE: "edad|edad anos|anos cumplidos|age|edad (anos)",
    Field.PHONE: "telefono|tel|telefono celular|celular|cel|numero de telefono|no de telefono|"
    "telefono de contacto|contacto|numero de contacto|movil|whatsapp|phone|phone number|"
    "mobile|cell|telefonos|no telefono|no tel",
    Field.CUI: "cui|dpi|cui/dpi|dpi/cui|dpi (cui)|cui (dpi)|numero de dpi|no de dpi|no dpi|"
    "documento|numero de documento|no de documento|documento de identificacion|"
    "documento personal de identificacion|id number|national id|codigo unico de identificacion",
    Field.DEPARTMENT: "departamento|depto|dpto|departamento de residencia|departamento de origen|"
    "departamento de destino|department|state",
    Field.MUNICIPALITY: "municipio|mun|muni|municipio de residencia|municipio de origen|"
    "municipio de destino|lugar de residencia|residencia|municipality|city|lugar",
    Field.RETURNED_ON: "fecha de retorno|fecha retorno|fecha de llegada|fecha de ingreso|"
    "fecha de recepcion|fecha de deportacion|fecha del vuelo|fecha de vuelo|retorno|"
    "return date|date of return|arrival date|fecha de repatriacion",
    Field.COUNTRY: "pais|pais de retorno|pais de procedencia|procedencia|"
    "pais de donde retorno|retornado de|country|country of return|retorna de",
    Field.PERMISSION: "acepta|acepto|consentimiento|autoriza|autoriza contacto|acepta contacto|"
    "acepta ser contactado|acepta que le contacten|permiso|consent|consents|autorizacion|"
    "desea ser contactado|acepto que le contacten",
}  # fmt: skip
_BY_HEADER: Final = {
    header: field for field, headers in SYNONYMS.items() for header in headers.split("|")
}
#: How lists write that they do not know.
_EMPTY: Final = {"-", "--", "---", "n/a", "na", "s/d", "sin dato", "no tiene", "ninguno", "."}
_PHONE: Final = re.compile(r"(\+?502)?[2-7]\d{7}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_SEXES: Final = {"f", "m", "h", "mujer", "hombre", "femenino", "masculino", "female", "male"}


@dataclass(frozen=True)
class Layout:
    """The columns of a table: their headers, some of what they hold, and where rows begin."""

    headers: list[str]
    has_header: bool
    rows: list[tuple[int, list[str]]]

    def samples(self, column: int, size: int = SAMPLE) -> list[str]:
        """Return the first texts of a column that are not empty."""
        texts = (cells[column] for _number, cells in self.rows if column < len(cells))
        return [text for text in texts if text][:size]


def folded(header: str) -> str:
    """Return a header as it is compared: no accents, points, colons or marks of «number»."""
    plain = re.sub(r"[.:*#_¿?-]+", " ", header.replace("º", "o").replace("°", "o"))
    return fold(plain)


def layout_of(table: Table) -> Layout:
    """Return the table's columns. The header is the first line with two names we know.

    Else the first line, unless it looks like a row itself: then the columns get letters.
    """
    width = max(len(cells) for _number, cells in table.rows)
    for place, (_number, cells) in enumerate(table.rows[:HEADER_WITHIN]):
        if sum(folded(cell) in _BY_HEADER for cell in cells) >= 2:
            return Layout(_named(cells, width), True, table.rows[place + 1 :])
    first = table.rows[0][1]
    if any(character.isdigit() for cell in first for character in cell) or len(table.rows) == 1:
        return Layout(_named([], width), False, table.rows)
    return Layout(_named(first, width), True, table.rows[1:])


def _named(cells: Sequence[str], width: int) -> list[str]:
    letters = [chr(65 + place % 26) * (1 + place // 26) for place in range(width)]
    padded = [*cells, *[""] * (width - len(cells))]
    return [cell or letter for cell, letter in zip(padded, letters, strict=True)]


def propose(layout: Layout, saved: dict[str, str], places: Places) -> list[str]:
    """Return the field proposed for each column ('' for one that is not kept).

    What was saved for the source wins, then the header, then the content. A field that cannot be
    made up of several columns is proposed once.
    """
    looks = _looks(places)
    proposed: list[str] = []
    for column, header in enumerate(layout.headers):
        known = folded(header)
        field = saved.get(known) if known in saved else _BY_HEADER.get(known, "")
        if not field and known not in saved:
            field = _by_content(layout.samples(column), looks)
        if field in proposed and field not in JOINED:
            field = ""
        proposed.append(field or "")
    return _settled(proposed)


def _by_content(samples: list[str], looks: dict[Field, Callable[[str], bool]]) -> str:
    for field, look in looks.items():
        if samples and sum(map(look, samples)) >= MOST * len(samples):
            return field
    return ""


def _looks(places: Places) -> dict[Field, Callable[[str], bool]]:
    return {
        Field.CUI: lambda text: len(digits(text)) == 13 and len(text) <= 17,
        Field.PHONE: lambda text: bool(_PHONE.fullmatch(re.sub(r"[\s().-]", "", text))),
        Field.SEX: lambda text: fold(text) in _SEXES,
        Field.DEPARTMENT: lambda text: bool(places.department(text)) and not places.is_town(text),
        Field.MUNICIPALITY: places.is_town,
        Field.RETURNED_ON: lambda text: bool(_DATE.fullmatch(text)) and "20" in text,
    }


def _settled(proposed: list[str]) -> list[str]:
    """Call a lone column of names the full name, when there is none for surnames."""
    counts = Counter(proposed)
    if (
        counts[Field.GIVEN_NAMES] == 1
        and not counts[Field.SURNAMES]
        and not counts[Field.FULL_NAME]
    ):
        return [Field.FULL_NAME if field == Field.GIVEN_NAMES else field for field in proposed]
    return proposed


def values_of(cells: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what a row says, by field; columns without a field are left out for good."""
    values: dict[str, str] = {}
    for text, (_header, field) in zip(cells, columns, strict=False):
        if field and fold(text) not in ("", *_EMPTY):
            values[field] = f"{values[field]} {text}" if field in values else text
    return values


def header_of(field: str, columns: Sequence[Sequence[str]]) -> str:
    """Return the header that the list itself has for a field."""
    return " + ".join(header for header, held in columns if held == field)
