"""What pyxform and ODK Validate let pass, and would hurt in the field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from arraigo.field.publishing.converting import Sheets
from arraigo.field.publishing.findings import Finding
from arraigo.field.xform.functions import KNOWN

_LOGIC: Final = (
    "relevant", "constraint", "calculation", "choice_filter", "required", "repeat_count",
    "read_only", "readonly",
)  # fmt: skip
_OF_XLSFORM: Final = {
    *_LOGIC, "type", "name", "list_name", "label", "hint", "appearance", "default",
}  # fmt: skip
_LONGEST: Final = {"form_id": 64, "version": 40, "form_title": 160}
_CURLY: Final = re.compile("[‘’“”«»]")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_FUNCTION: Final = re.compile(r"([A-Za-z_][\w:.-]*)\s*\(")
_COMPARED: Final = re.compile(r"\$\{\s*([\w.-]+)\s*\}\s*!?=\s*(?:'([^']*)'|\"([^\"]*)\")")
_SELECTED: Final = re.compile(
    r"selected\(\s*(?:\$\{\s*([\w.-]+)\s*\}|(\.))\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)"
)
_FILTER_COLUMN: Final = re.compile(r"(?<![\w${'\"./-])([A-Za-z_][\w.-]*)(?!\s*[\w(:.}-])")
_WORDS_OF_LOGIC: Final = {"and", "or", "div", "mod", "true", "false", "name", "label"}
_BANK: Final = re.compile(
    r"\b(cuenta\w* (bancaria|de banco|monetaria|de ahorro)|n[uú]mero de (su |la )?(cuenta|tarjeta)|"
    r"tarjeta de (cr[eé]dito|d[eé]bito)|bank account|account number|card number|iban|cvv)\b",
    re.IGNORECASE,
)
#: What the interview in the browser draws; anything else is for ODK Collect alone.
OURS: Final = {
    "text", "integer", "int", "decimal", "date", "time", "datetime", "note", "select_one",
    "select_multiple", "select_one_from_file", "select_multiple_from_file", "image", "calculate",
    "hidden", "acknowledge", "begin_group", "end_group", "begin_repeat", "end_repeat", "start",
    "end", "today", "deviceid", "string", "username", "photo", "trigger",
}  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """A row of a sheet: its number in the workbook, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def lint(sheets: Sheets, lists: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Return what is wrong with a form, in the order of its sheets.

    `lists` are the columns of the files it may choose from, by file name.
    """
    survey, choices = _rows(sheets, "survey"), _rows(sheets, "choices")
    return [
        *_headers(sheets),
        *_names(survey, choices),
        *_curly_quotes(survey),
        *_values_not_in_the_list(survey, choices),
        *_filters(survey, choices, lists),
        *_missing_files(survey, lists),
        *_functions(survey),
        *_bank_accounts(survey),
        *_settings(_rows(sheets, "settings")),
        *_beyond_our_client(survey),
    ]


def _rows(sheets: Sheets, name: str) -> list[_Row]:
    if not sheets.get(name):
        return []
    header, *rows = sheets[name]
    columns = [_column(title) for title in header]
    return [
        _Row(number, dict(zip(columns, row, strict=False)))
        for number, row in enumerate(rows, start=2)
        if any(row)
    ]


def _column(title: str) -> str:
    """Return the name of a column; those of XLSForm in lower case, the author's own as it is."""
    plain = title.strip()
    lower = plain.lower().replace("list name", "list_name")
    return lower if lower.partition("::")[0] in _OF_XLSFORM else plain


def _headers(sheets: Sheets) -> Iterator[Finding]:
    """Words with and without a language side by side: a phone shows only the former.

    An error in a form of ours, which is in Spanish; others are published as their makers did.
    """
    for name in ("survey", "choices"):
        header, *rows = sheets.get(name) or [[]]
        translated = [title.strip() for title in header if "::" in title]
        for index, title in enumerate(header):
            written = any(row[index : index + 1] not in ([], [""]) for row in rows)
            if translated and written and title.strip().lower() in _WORDS:
                yield Finding(
                    _(
                        "Esta columna no dice su idioma y otras sí: en el teléfono no se verá. "
                        "Escriba «%(title)s::Español (es)»."
                    )
                    % {"title": title},
                    sheet=name, row=1, column=title,
                    is_error=any(other.endswith("(es)") for other in translated),
                )  # fmt: skip


_WORDS: Final = {"label", "hint", "constraint_message", "required_message", "guidance_hint"}


def _settings(rows: list[_Row]) -> Iterator[Finding]:
    """A form that would send its interviews elsewhere, or locked; and what is too long."""
    for row in rows[:1]:
        told = {column.strip().lower(): text for column, text in row.cells.items() if text}
        for column in sorted({"submission_url", "public_key"} & told.keys()):
            yield Finding(
                _("Las entrevistas solo llegan aquí, y sin llave: borre esta columna."),
                sheet="settings", row=row.number, column=column,
            )  # fmt: skip
        if told.get("data_class", "b").strip() not in {"b", "c"}:
            yield Finding(
                _("La clase de datos se escribe «b» o «c», en minúscula."),
                sheet="settings", row=row.number, column="data_class",
            )  # fmt: skip
        for column, longest in _LONGEST.items():
            if len(told.get(column, "")) > longest:
                yield Finding(
                    _("Es demasiado largo: como mucho %(number)s letras.") % {"number": longest},
                    sheet="settings", row=row.number, column=column,
                )  # fmt: skip
        if not told.get("form_id", "x").isascii():
            yield Finding(
                _("El código va sin tildes ni signos."),
                sheet="settings", row=row.number, column="form_id",
            )  # fmt: skip


def _names(survey: list[_Row], choices: list[_Row]) -> Iterator[Finding]:
    for sheet, rows in (("survey", survey), ("choices", choices)):
        for row in rows:
            name = row["name"]
            if name and not name.isascii():
                yield Finding(
                    _(
                        "El nombre «%(name)s» lleva tildes o signos. Escríbalo solo con letras sin "
                        "tilde: «%(plain)s»."
                    )
                    % {"name": name, "plain": _plain(name)},
                    sheet=sheet, row=row.number, column="name",
                )  # fmt: skip
    chosen = {_list_of(row) for row in survey if row["type"].startswith("select_multiple")}
    for row in choices:
        if row["list_name"] in chosen and " " in row["name"]:
            yield Finding(
                _(
                    "En una pregunta de varias respuestas, una opción no puede llevar espacios en "
                    "«name»."
                ),
                sheet="choices", row=row.number, column="name",
            )  # fmt: skip


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in folded if letter.isascii())


def _curly_quotes(survey: list[_Row]) -> Iterator[Finding]:
    for row in survey:
        for column in _LOGIC:
            if _CURLY.search(row[column]):
                yield Finding(
                    _(
                        "Las comillas son tipográficas: cámbielas por comillas rectas ('), o nunca "
                        "se cumplirá."
                    ),
                    sheet="survey", row=row.number, column=column,
                )  # fmt: skip


def _values_not_in_the_list(survey: list[_Row], choices: list[_Row]) -> Iterator[Finding]:
    values: dict[str, set[str]] = {}
    for row in choices:
        values.setdefault(row["list_name"], set()).add(row["name"])
    lists = {row["name"]: _list_of(row) for row in survey if row["type"].startswith("select_")}
    for row in survey:
        for column in _LOGIC:
            for question, value in _compared(row[column], row["name"]):
                known = values.get(lists.get(question, ""))
                if known is not None and value and value not in known:
                    yield Finding(
                        _(
                            "«%(value)s» no es una de las opciones de «%(question)s»: nunca se "
                            "cumplirá."
                        )
                        % {"value": value, "question": question},
                        sheet="survey", row=row.number, column=column,
                    )  # fmt: skip


def _compared(rule: str, own: str) -> Iterator[tuple[str, str]]:
    for found in _COMPARED.finditer(rule):
        yield found[1], found[2] or found[3] or ""
    for found in _SELECTED.finditer(rule):
        yield found[1] or own, found[3] or found[4] or ""


def _list_of(row: _Row) -> str:
    words = row["type"].split()
    return words[1] if len(words) > 1 else ""


def _file_of(row: _Row) -> str:
    return _list_of(row) if "_from_file" in row["type"] else ""


def _filters(
    survey: list[_Row], choices: list[_Row], lists: Mapping[str, Iterable[str]]
) -> Iterator[Finding]:
    """A filter on a column that its list does not have shows no choice at all."""
    own = {column for row in choices for column in row.cells}
    for row in survey:
        rule = _QUOTED.sub("''", re.sub(r"\$\{[^}]*\}", "''", row["choice_filter"]))
        if not rule:
            continue
        file = _file_of(row)
        known = set(lists.get(file, ())) if file else own
        for name in _FILTER_COLUMN.findall(rule):
            if (not file or file in lists) and name not in known | _WORDS_OF_LOGIC:
                where = file or "choices"
                yield Finding(
                    _("La columna «%(name)s» no está en %(where)s: no saldrá ninguna opción.")
                    % {"name": name, "where": where},
                    sheet="survey", row=row.number, column="choice_filter",
                )  # fmt: skip


def _missing_files(survey: list[_Row], lists: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    for row in survey:
        if (file := _file_of(row)) and file not in lists:
            yield Finding(
                _("Falta el archivo «%(file)s»: súbalo junto con el formulario.") % {"file": file},
                sheet="survey", row=row.number, column="type", is_error=file.endswith(".csv"),
            )  # fmt: skip


def _functions(survey: list[_Row]) -> Iterator[Finding]:
    for row in survey:
        for column in _LOGIC:
            for name in _FUNCTION.findall(_QUOTED.sub("''", row[column])):
                if name not in KNOWN:
                    yield Finding(
                        _("La función «%(name)s» no existe.") % {"name": name},
                        sheet="survey", row=row.number, column=column,
                    )  # fmt: skip


def _bank_accounts(survey: list[_Row]) -> Iterator[Finding]:
    for row in survey:
        for column, text in row.cells.items():
            if column.startswith(("label", "hint", "name")) and _BANK.search(
                text.replace("_", " ")
            ):
                yield Finding(
                    _(
                        "No se pregunta por cuentas ni tarjetas: todos los servicios son gratuitos "
                        "y nadie debe pedirlas."
                    ),
                    sheet="survey", row=row.number, column=column,
                )  # fmt: skip
                break


def _beyond_our_client(survey: list[_Row]) -> Iterator[Finding]:
    for row in survey:
        kind = row["type"].replace("begin ", "begin_").replace("end ", "end_").split(" ")[0]
        if kind and kind not in OURS:
            yield Finding(
                _("El tipo «%(kind)s» solo funciona en ODK Collect, no en el navegador.")
                % {"kind": row["type"]},
                sheet="survey", row=row.number, column="type", is_error=False,
            )  # fmt: skip
