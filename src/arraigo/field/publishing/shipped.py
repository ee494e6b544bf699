"""The forms that Arraigo brings: published by themselves, each version once."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from arraigo.casework.enums import DataClass
from arraigo.core.context import SYSTEM, acting_as
from arraigo.field.enums import Handler
from arraigo.field.publishing.actions import NewVersion, publish
from arraigo.field.publishing.converting import Sheets, settings_of, to_xform
from arraigo.field.xform.definition import read_definition
from arraigo.territory.models import Department, Municipality

_PIPE = re.compile(r"(?<!\\)\|")
#: What the answers of each become. The survey of sustainability (RSS) waits to be turned on.
HANDLERS: Final = {
    "contacto_feria": Handler.CONTACT,
    "registro_minimo": Handler.REGISTRATION,
    "perfilamiento": Handler.PROFILE,
    "seguimiento": Handler.FOLLOW_UP,
    "nota_visita": Handler.NOTE,
    "vulnerabilidad": Handler.ASSESSMENT,
    "satisfaccion": Handler.NONE,
    "riesgo": Handler.ASSESSMENT,
    "familia": Handler.ASSESSMENT,
    "habilidades": Handler.ASSESSMENT,
    "rss": Handler.ASSESSMENT,
}
OUT_OF_USE: Final = frozenset({"rss"})


def install(**_signal: Any) -> None:
    """Publish whatever version is not there yet. Asked again, it changes nothing."""
    from arraigo.field.models import XForm, XFormVersion

    with acting_as(SYSTEM):
        there = set(XFormVersion.objects.values_list("form__form_id", "version"))
        for form_id, handler in HANDLERS.items():
            sheets = sheets_of(form_id)
            if (form_id, settings_of(sheets)["version"]) in there:
                known = XForm.objects.filter(form_id=form_id, is_shipped=True)
                known.exclude(handler=handler).update(handler=handler)
                continue
            version = publish(new=made(form_id), handler=handler, shipped=True)
            if form_id in OUT_OF_USE and version.form.versions.count() == 1:
                XForm.objects.filter(form_id=form_id).update(is_in_use=False)


def made(form_id: str) -> NewVersion:
    """Return a shipped form, converted."""
    sheets = sheets_of(form_id)
    xml = to_xform(sheets).xml
    definition = read_definition(xml.encode())
    lists = territory_lists()
    return NewVersion(
        xml=xml,
        definition=definition,
        sheets=sheets,
        media={name: lists[name] for name in definition.media if name in lists},
        data_class=DataClass(settings_of(sheets).get("data_class") or DataClass.PERSONAL),
    )


@cache
def sheets_of(form_id: str) -> Sheets:
    """Return the sheets of a shipped form, from its table in Markdown."""
    text = files("arraigo.field").joinpath("instruments", f"{form_id}.md").read_text("utf-8")
    sheets: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        first, *cells = (_cell(each) for each in _PIPE.split(line.strip().removesuffix("|"))[1:])
        if first:
            rows = sheets.setdefault(first, [])
        elif any(cells):
            rows.append(cells)
    return sheets


def _cell(text: str) -> str:
    return text.strip().replace("\\|", "|")


def territory_lists() -> dict[str, bytes]:
    """Return the departments and municipalities as the files that forms choose from."""
    return {
        "departamentos.csv": _csv(
            ("name", "label"),
            Department.objects.order_by("pk").values_list("pk", "name"),
        ),
        "municipios.csv": _csv(
            ("name", "label", "department"),
            Municipality.objects.order_by("pk").values_list("pk", "name", "department_id"),
        ),
    }


def _csv(header: tuple[str, ...], rows: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
