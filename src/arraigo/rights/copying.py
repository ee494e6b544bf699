"""The copy of a person's file: what is hers, as PDF for her and as JSON for another system."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from arraigo.casework.actions import write_event
from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case
from arraigo.core import clock, traces
from arraigo.core.documents import render_pdf
from arraigo.people.merging.aliases import ids_of
from arraigo.people.models import Person
from arraigo.rights.enums import CopyFormat, Identified
from arraigo.rights.models import FileCopy
from arraigo.rights.sheets import CODES, SHEETS, Sheet

TEMPLATE = "rights/documents/copy.typ"
#: What the traces say of a copy that left, beside the page that prepares it.
TAKEN = "rights:copy_taken"


@dataclass(frozen=True)
class Section:
    """What the file says about one thing: each row as (field, words, value in words, value)."""

    name: str
    title: str
    rows: list[list[tuple[str, str, str, Any]]]


@dataclass(frozen=True)
class Paper:
    """A copy ready to be handed over."""

    content: bytes
    content_type: str
    file_name: str


@transaction.atomic
def hand_over_copy(
    *, person: Person, format: CopyFormat, identified_how: Identified, user: Any,
    id: uuid.UUID | None = None,
) -> Paper:  # fmt: skip
    """Note that the person, who showed who she is, gets the copy of her file, and return it.

    The same form sent twice notes it once. The traces tell it apart from what was only read.
    """
    wanted = {"person": person, "format": format, "identified_how": identified_how}
    copy, newly = FileCopy.objects.get_or_create(
        pk=id or uuid.uuid4(), person=person, defaults={**wanted, "made_by": user}
    )
    if newly:
        for case in Case.objects.filter(person=person.pk).order_by("-opened_on", "-pk")[:1]:
            write_event(case=case, kind=EventKind.FILE_COPIED, source=copy, user=user)
    traces.show([person.pk], TAKEN)
    with override("es-gt"):
        sections = sections_of(person)
        if format == CopyFormat.JSON:
            return Paper(_json(sections, copy), "application/json", "expediente.json")
        return Paper(_pdf(person, sections, copy), "application/pdf", "expediente.pdf")


def sections_of(person: Person) -> list[Section]:
    """Return everything that is the person's own, under any of her ids; empty parts left out."""
    ids = ids_of(person.pk)
    sections = []
    for sheet in SHEETS:
        if not sheet.own:
            continue
        rows = [_row(sheet, row) for row in sheet.rows(ids)]
        if rows:
            sections.append(Section(sheet.label, str(sheet.title), rows))
    return sections


def _row(sheet: Sheet, row: models.Model) -> list[tuple[str, str, str, Any]]:
    told = []
    for name, words in sheet.own.items():
        value = getattr(row, name)
        told.append((name, str(words), _in_words(sheet, row, name, value), _plain(value)))
    return told


def _in_words(sheet: Sheet, row: models.Model, name: str, value: Any) -> str:
    """Return a value as the paper prints it; empty when nothing is known."""
    field: Any = row._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, list):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(item, str(item).replace("_", " "))) for item in value)
    if (told := getattr(row, f"{name}_in_words", None)) is not None:
        return str(told())
    if isinstance(value, dict):  # of an interview: {name: [answer, question, answer in words]}
        return "\n".join(f"{question} {answer}" for _code, question, answer in value.values())
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    is_code = f"{sheet.label}.{name}" in CODES and name != "code"
    return str(value).replace("_", " ") if is_code else str(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return str(value)


def _json(sections: Iterable[Section], copy: FileCopy) -> bytes:
    whole = {
        "documento": "copia del expediente",
        "hecha": copy.made_at.isoformat(),
        "partes": [
            {
                "nombre": section.name,
                "titulo": section.title,
                "campos": {field: words for field, words, _text, _value in section.rows[0]},
                "filas": [{field: value for field, _w, _t, value in row} for row in section.rows],
            }
            for section in sections
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _pdf(person: Person, sections: Iterable[Section], copy: FileCopy) -> bytes:
    data = {
        "person": person.full_name,
        "date": date_format(timezone.localtime(copy.made_at), "DATE_FORMAT"),
        "identified": str(copy.get_identified_how_display()),
        "sections": [
            {
                "title": section.title,
                "rows": [[[words, text] for _f, words, text, _v in row if text]
                         for row in section.rows],
            }
            for section in sections
        ],
        "training": settings.TRAINING_MODE or person.is_training,
    }  # fmt: skip
    return render_pdf(TEMPLATE, data, title="Copia de su expediente", created_at=clock.now())
