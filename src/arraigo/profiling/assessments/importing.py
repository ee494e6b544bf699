"""A scheme as a sheet: a row for each choice of each question, with its score and its weights.

The sheet brings scores and weights only. What is asked, the names of the dimensions, the goals
they suggest and the rounds are those of the scheme in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core.reading.tables import Table
from arraigo.core.spreadsheets import Column, Sheet
from arraigo.profiling.assessments.instruments import UNSAID, Instrument, instrument_of
from arraigo.profiling.assessments.models import ScoringScheme

COLUMNS: Final = (
    "pregunta", "dimension", "peso_dimension", "peso_compuesto", "opcion", "puntaje",
)  # fmt: skip
#: The heaviest a question may weigh.
HEAVIEST: Final = 1000
#: How many errors a page tells at once.
MOST_ERRORS: Final = 60


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row of the sheet, by its number in the file; 0 is the whole sheet."""

    row: int
    words: str | Promise


@dataclass
class Read:
    """The items that a sheet tells, and what has to be mended."""

    items: list[dict[str, Any]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_sheet(table: Table, base: ScoringScheme) -> Read:
    """Return the items of a sheet; `base` tells which questions and dimensions there are."""
    instrument = instrument_of(base.code)
    assert instrument is not None  # noqa: S101 -- a scheme of a kind that can be recorded
    reader = _Reader(instrument, {each.code for each in base.scale.dimensions})
    return reader.read(table)


def document_of(
    base: ScoringScheme, items: list[dict[str, Any]], high: Decimal, low: Decimal
) -> dict[str, Any]:
    """Return the document of a new scheme: the items of the sheet and the limits of the levels."""
    top, middle, bottom = (each["code"] for each in base.document["readings"])
    readings = [
        {"from": str(high), "code": top},
        {"from": str(low), "code": middle},
        {"from": "0", "code": bottom},
    ]
    return {**base.document, "items": items, "readings": readings, "low": str(low)}


def sheet_of(scheme: ScoringScheme) -> Sheet:
    """Return a scheme as the sheet that brings one: to be changed and brought back."""
    instrument = instrument_of(scheme.code)
    questions = instrument.by_code if instrument else {}
    rows = [
        [each["code"], each["dimension"], each["weight_dimension"], each["weight_composite"],
         option, each["options"].get(option) or ""]
        for each in scheme.document["items"] for option in questions[each["code"]].choices
    ]  # fmt: skip
    return Sheet("puntajes", [Column(name) for name in COLUMNS], rows)


class _Reader:
    def __init__(self, instrument: Instrument, dimensions: set[str]) -> None:
        self.questions, self.dimensions = instrument.by_code, dimensions
        self.found: dict[str, dict[str, Any]] = {}
        self.first_row: dict[str, int] = {}
        self.errors: list[RowError] = []

    def read(self, table: Table) -> Read:
        if not table.rows or not set(COLUMNS) <= set(self._names(table)):
            words = _("La primera fila debe llevar estas columnas: %(names)s.")
            return Read(errors=[RowError(1, words % {"names": ", ".join(COLUMNS)})])
        names = self._names(table)
        for number, cells in table.rows[1:]:
            told = dict(zip(names, (each.strip() for each in cells), strict=False))
            self._row(number, {name: told.get(name, "") for name in COLUMNS})
        self._whole()
        return Read(list(self.found.values()), self.errors[:MOST_ERRORS])

    @staticmethod
    def _names(table: Table) -> list[str]:
        return [each.strip().lower() for each in table.rows[0][1]]

    def _say(self, line: int, words: str | Promise, **told: Any) -> None:
        self.errors.append(RowError(line, words % told if told else words))

    def _row(self, number: int, told: Mapping[str, str]) -> None:
        code = told["pregunta"]
        if code not in self.questions:
            self._say(number, _("La evaluación no tiene la pregunta «%(code)s»."), code=code)
            return
        if code not in self.found:
            self._begin(number, code, told)
        elif any(self._differs(code, name, told) for name in ("dimension", *_WEIGHTS)):
            self._say(
                number, _("«%(code)s» lleva otra dimensión u otro peso en la fila %(row)s."),
                code=code, row=self.first_row[code],
            )  # fmt: skip
        self._option(number, code, told)

    def _begin(self, number: int, code: str, told: Mapping[str, str]) -> None:
        self.first_row[code] = number
        if told["dimension"] not in self.dimensions:
            names = ", ".join(sorted(self.dimensions))
            self._say(number, _("La dimensión debe ser una de estas: %(names)s."), names=names)
        weights = {key: _number(told[name], HEAVIEST) for name, key in _WEIGHTS.items()}
        for name, key in _WEIGHTS.items():
            if weights[key] is None:
                self._say(
                    number, _("«%(name)s» debe ser un número de 0 a %(most)s."),
                    name=name, most=HEAVIEST,
                )  # fmt: skip
        self.found[code] = {
            "code": code,
            "dimension": told["dimension"],
            **{key: str(value or 0) for key, value in weights.items()},
            "options": {},
        }

    def _differs(self, code: str, name: str, told: Mapping[str, str]) -> bool:
        """Tell whether a later row of a question says otherwise; it may leave the cell empty."""
        if not told[name]:
            return False
        stands = self.found[code][_WEIGHTS.get(name, name)]
        if name in _WEIGHTS:
            return _number(told[name], HEAVIEST) != Decimal(stands)
        return bool(told[name] != stands)

    def _option(self, number: int, code: str, told: Mapping[str, str]) -> None:
        chosen, options = told["opcion"], self.found[code]["options"]
        if chosen not in self.questions[code].choices:
            self._say(
                number, _("La pregunta «%(code)s» no tiene la respuesta «%(option)s»."),
                code=code, option=chosen,
            )  # fmt: skip
        elif chosen in options:
            self._say(number, _("Esa respuesta ya está en otra fila."))
        elif told["puntaje"] == "":
            options[chosen] = None
        elif (points := _number(told["puntaje"], 1)) is None:
            self._say(number, _("El puntaje va de 0 a 1, o vacío si no cuenta."))
        elif chosen == UNSAID:
            self._say(number, _("«No desea responder» no lleva puntaje: deje la celda vacía."))
        else:
            options[chosen] = str(points)

    def _whole(self) -> None:
        for code, item in self.found.items():
            lacking = [each for each in self.questions[code].choices if each not in item["options"]]
            if lacking and not any(each.row == self.first_row[code] for each in self.errors):
                self._say(
                    self.first_row[code], _("A «%(code)s» le faltan respuestas: %(names)s."),
                    code=code, names=", ".join(lacking),
                )  # fmt: skip
        for dimension in sorted(self.dimensions):
            if not any(_weighs(each, dimension) for each in self.found.values()):
                self._say(
                    0, _("Ninguna pregunta con puntaje y peso es de la dimensión «%(name)s»."),
                    name=dimension,
                )  # fmt: skip


_WEIGHTS: Final = {"peso_dimension": "weight_dimension", "peso_compuesto": "weight_composite"}


def _weighs(item: Mapping[str, Any], dimension: str) -> bool:
    scored = any(points is not None for points in item["options"].values())
    weights = (Decimal(item[key]) for key in _WEIGHTS.values())
    return item["dimension"] == dimension and scored and all(weights)


def _number(text: str, most: int) -> Decimal | None:
    """Return a number from 0 to `most`, with point or comma; None for anything else."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= most or -int(value.as_tuple().exponent) > 12:
        return None
    return value
