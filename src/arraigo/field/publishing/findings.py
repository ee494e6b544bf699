"""What is wrong with a form, and where: in words for who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.field.publishing.converting import Sheets


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`is_error`) or to think about, and where it stands, if it is known.

    `said` is what the tool that found it said, in its own language.
    """

    words: str | Promise
    sheet: str = ""
    row: int | None = None
    column: str = ""
    is_error: bool = True
    said: str = ""

    def as_data(self) -> dict[str, object]:
        """Return it as plain data."""
        return {**vars(self), "words": str(self.words)}


_PLACE: Final = re.compile(r"\[row ?: ?(\d+)\]\s*")
_SHEET: Final = re.compile(r"(?:On the|in the|the) '(\w+)' sheet", re.IGNORECASE)
_QUOTED: Final = re.compile(r"'([^']+)'")
_COLUMN: Final = re.compile(r"'([^']+)' (?:value|column)")

#: What pyxform and ODK Validate say, by how it begins or what it holds, in our words.
_REFUSED: Final = (
    (
        r"Choice names must be unique",
        _("Dos opciones de la misma lista tienen el mismo «name»."),
    ),
    (
        r"must have a label|no label|missing label",
        _("Falta el texto de la pregunta o de la opción: la columna «label»."),
    ),
    (
        r"Unknown question type",
        _("Ese tipo de pregunta no existe. Revise la columna «type»."),
    ),
    (
        r"more than one|[Dd]uplicate|already been used|more than once",
        _("Dos preguntas del mismo grupo tienen el mismo «name». Cambie uno."),
    ),
    (
        r"Unmatched|no matching|end_group|end_repeat",
        _("Un grupo o una repetición empieza y no termina, o al revés."),
    ),
    (
        r"list_name|choice list|[Ll]ist name",
        _("La lista de opciones no está en la hoja «choices», o su nombre no es el mismo."),
    ),
    (
        r"[Nn]ames must begin|must begin with a letter|Invalid question name|invalid XML",
        _(
            "El nombre solo puede llevar letras sin tilde, números, guion y guion bajo, y empieza "
            "con letra."
        ),
    ),
    (
        r"Could not find the name|trying to replace|no survey element|does not exist",
        _("Una fórmula nombra entre ${ } una pregunta que no existe."),
    ),
    (
        r"[Cc]ycl|circular",
        _("Unas fórmulas dependen de sí mismas: A necesita a B y B necesita a A."),
    ),
    (
        r"cannot handle function|[Uu]nknown function|XPathUnhandled",
        _("Una fórmula usa una función que no existe."),
    ),
    (
        r"XPath|xpath|[Pp]arse|[Ss]yntax",
        _("Una fórmula está mal escrita. Revise paréntesis, comillas y comas."),
    ),
    (r"'survey'", _("Falta la hoja «survey» o está vacía.")),
)
_WARNED: Final = (
    (r"max-pixels", _("La foto irá en todo su tamaño: escriba «max-pixels=1000» en «parameters».")),
    (r"no longer supported", _("Los teléfonos de ahora ya no dan ese dato.")),
    (
        r"machine-readable codes",
        _("Escriba el idioma con su código, por ejemplo «Español (es)»."),
    ),
    (r"is missing the", _("Un idioma no tiene todos los textos: en él se verán vacíos.")),
)
_OTHERWISE: Final = _("El formulario no se puede convertir. Lo que dijo el programa está abajo.")
_NOTED: Final = _("El programa que lo convierte avisa de algo; está abajo.")


def from_pyxform(text: str, sheets: Sheets) -> Iterator[Finding]:
    """Yield what pyxform refuses, one finding a line, with the place it tells or speaks of."""
    for line in filter(None, (each.strip() for each in text.splitlines())):
        found = _read(line, is_error=True)
        yield found if found.row else _located(found, sheets)


def _located(finding: Finding, sheets: Sheets) -> Finding:
    """Return the finding with the first cell of its column that holds what it quotes."""
    columns = {finding.column.lower()} if finding.column else {"type", "name"}
    quoted = [word for word in _QUOTED.findall(finding.said) if word != finding.column]
    for sheet in [finding.sheet] if finding.sheet in sheets else ["survey", "choices"]:
        header, *rows = sheets.get(sheet) or [[]]
        for number, row in enumerate(rows, start=2):
            for title, cell in zip(header, row, strict=False):
                if title.lower() in columns and any(word in cell for word in quoted if word):
                    return replace(finding, sheet=sheet, row=number, column=title)
    return finding


def warning_from_pyxform(text: str) -> Finding:
    """Return what pyxform warns of."""
    return _read(" ".join(text.split()), is_error=False)


def from_validate(text: str) -> Iterator[Finding]:
    """Yield what ODK Validate refuses: its first words, without Java's own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "java.", "...", ">>", "\tat"))]
    if told:
        yield Finding(_words(" ".join(told)), said=" ".join(told)[:600])


def _read(line: str, *, is_error: bool) -> Finding:
    place, sheet, column = _PLACE.search(line), _SHEET.search(line), _COLUMN.search(line)
    return Finding(
        _words(line) if is_error else _warning(line),
        sheet=sheet[1] if sheet else "survey" if place else "",
        row=int(place[1]) if place else None,
        column=column[1] if column else "",
        is_error=is_error,
        said=_PLACE.sub("", line)[:600],
    )


def _words(text: str) -> str | Promise:
    return next((words for rule, words in _REFUSED if re.search(rule, text)), _OTHERWISE)


def _warning(text: str) -> str | Promise:
    return next((words for rule, words in _WARNED if re.search(rule, text)), _NOTED)
