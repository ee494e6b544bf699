"""Whom an answer shows, whatever its kind, and whom its request traced."""

from __future__ import annotations

import html
import io
import uuid
from dataclasses import dataclass
from typing import Any

import docx
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.core.reading.tables import read_table
from arraigo.people.leads.models import Lead, ListRow
from arraigo.people.leads.rows import names_of
from arraigo.people.merging.models import PersonAlias
from arraigo.people.models import Person

#: What tells who somebody is, by her id: her surnames, which nobody else has, and her codes.
Marks = dict[uuid.UUID, set[str]]


def marks_of_everybody() -> Marks:
    """Return what would show each person and contact there is; a merged person is one."""
    with acting_as(SYSTEM):
        one = dict(PersonAlias.objects.values_list("person_id", "survivor_id"))
        marks: Marks = {}

        def mark(ident: uuid.UUID, *words: str) -> None:
            marks.setdefault(one.get(ident, ident), set()).update(filter(None, words))

        for person in Person.objects.all():
            mark(person.pk, person.surnames)
        for person_id, code in Case.objects.values_list("person_id", "code"):
            mark(person_id, code)
        for lead in Lead.objects.all():
            mark(lead.pk, lead.surnames)
        for row in ListRow.objects.all():
            mark(row.pk, names_of(row.values)[1])
    return marks


def text_of(response: HttpResponse) -> str:
    """Return everything an answer says: a page, a paper, a sheet or a document."""
    content = b"".join(response) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", " ")
    if "spreadsheetml" in kind:
        table = read_table(content, "hoja.xlsx")
        return " ".join(cell for _number, cells in table.rows for cell in cells)
    if "wordprocessingml" in kind:
        paper = docx.Document(io.BytesIO(content))
        cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
        return " ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    return html.unescape(content.decode(errors="ignore"))


@dataclass(frozen=True)
class Look:
    """An answer: its status, whom it shows, and whom its request traced."""

    status: int
    shown: frozenset[uuid.UUID]
    traced: frozenset[uuid.UUID]


def look(client: Client, method: str, path: str, marks: Marks, data: Any = None) -> Look:
    """Ask for a page or a paper; whatever it wrote is rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(path, data or {})
        text = text_of(response)
        asked = getattr(response.wsgi_request, "arraigo", None)
        with acting_as(SYSTEM):
            rows = Trace.objects.filter(request_id=asked.request_id if asked else None)
            one = dict(PersonAlias.objects.values_list("person_id", "survivor_id"))
            ids = rows.values_list("person_id", flat=True)
            traced = frozenset(one.get(ident, ident) for ident in ids)
        transaction.set_rollback(True)
    shown = frozenset(who for who, words in marks.items() if any(word in text for word in words))
    return Look(response.status_code, shown, traced)
