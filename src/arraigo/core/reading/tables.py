"""Reading a received spreadsheet safely: `read_table` is all that other rooms need."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import apart
from arraigo.core.reading.limits import MAX_FILE, SECONDS, Reason, Unfit

MESSAGES: dict[Reason, str | Promise] = {
    Reason.TOO_BIG: _("El archivo pesa más de 10 MB. Divídalo en partes."),
    Reason.OTHER_KIND: _(
        "Solo se leen archivos .xlsx y .csv. Ábralo en Excel y use «Guardar como», tipo «Libro de "
        "Excel (.xlsx)»."
    ),
    Reason.NOT_WHAT_IT_SAYS: _(
        "Por dentro no es lo que dice su nombre. Ábralo en Excel y guárdelo de nuevo como .xlsx."
    ),
    Reason.PASSWORD: _(
        "El archivo tiene contraseña o es de un Excel viejo. Guárdelo sin contraseña como .xlsx."
    ),
    Reason.PACKED_TOO_TIGHT: _(
        "El archivo esconde mucho más de lo que pesa y no se abre, por seguridad. Pida otro a "
        "quien lo envió."
    ),
    Reason.MACROS: _("El archivo lleva macros. Guárdelo como «Libro de Excel (.xlsx)»."),
    Reason.ENTITIES: _(
        "El archivo lleva instrucciones escondidas y no se abre, por seguridad. Pida otro a quien "
        "lo envió."
    ),
    Reason.FORMULAS: _(
        "El archivo tiene fórmulas. Copie todo, péguelo «como valores» en una hoja nueva y "
        "guárdela."
    ),
    Reason.TOO_MANY_ROWS: _(
        "La hoja tiene demasiadas filas (se leen 20,000; las vacías también pesan). Copie solo "
        "las filas con datos a una hoja nueva."
    ),
    Reason.TOO_MANY_COLUMNS: _(
        "La hoja tiene datos o formatos más allá de la columna 60. Copie solo las columnas de la "
        "lista a una hoja nueva."
    ),
    Reason.DAMAGED: _("El archivo está dañado. Ábralo en Excel y guárdelo de nuevo."),
    Reason.TOO_MUCH: _("El archivo es demasiado pesado de leer. Divídalo en partes."),
    Reason.NOTHING: _("El archivo está vacío."),
}


class Unreadable(Exception):
    """A received file that is not read; `message` says why and what to do."""

    def __init__(self, unfit: Unfit) -> None:
        super().__init__(unfit.reason)
        self.reason = unfit.reason
        self.message: str | Promise = MESSAGES[unfit.reason]
        if unfit.detail:
            where = _("La primera está en la celda %(cell)s.") % {"cell": unfit.detail}
            self.message = f"{self.message} {where}"


@dataclass(frozen=True)
class Table:
    """What is written in the first sheet with something in it.

    `rows` are (line number in the file, texts of its cells), empty lines left out; dates are ISO.
    """

    rows: list[tuple[int, list[str]]]
    sheet: str = ""
    other_sheets: int = 0


def read_table(data: bytes, filename: str) -> Table:
    """Return the table in a received .xlsx or .csv file, within 5 seconds and 300 MB.

    It is read by a process of its own that may not use more. Raises `Unreadable`.
    """
    try:
        return _read(data, PurePath(filename).suffix.lower().removeprefix("."))
    except Unfit as unfit:
        raise Unreadable(unfit) from unfit


def _read(data: bytes, extension: str) -> Table:
    if extension not in ("xlsx", "csv"):
        raise Unfit(Reason.OTHER_KIND)
    if len(data) > MAX_FILE:
        raise Unfit(Reason.TOO_BIG)
    told = apart.ask("arraigo.core.reading.child", extension, data=data, seconds=SECONDS)
    if not told:
        raise Unfit(Reason.TOO_MUCH)
    answer = json.loads(told)
    if "unfit" in answer:
        raise Unfit(Reason(answer["unfit"]), answer["detail"])
    rows = [(number, cells) for number, cells in answer["rows"]]
    return Table(rows, answer["sheet"], answer["others"])
