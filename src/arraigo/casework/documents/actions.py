"""Writes about documents."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from arraigo.casework.actions.deliveries import annul_fact
from arraigo.casework.actions.events import lock_open_case, lock_visible_case, write_event
from arraigo.casework.actions.facts import common, sent_before
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.models import Document
from arraigo.casework.documents.reminders import forget, plan_papers
from arraigo.casework.enums import EventKind
from arraigo.casework.models.case import Case
from arraigo.core import clock
from arraigo.core.models import field_id
from arraigo.core.pictures.cleaning import Picture
from arraigo.people.enums import FileKind
from arraigo.people.files import keep_file
from arraigo.people.models import Person


@dataclass(frozen=True, kw_only=True)
class DocumentInput:
    """A photo of a paper, made anew already; `source` is what it proves, in whatever room."""

    case: Case
    kind: DocumentKind
    picture: Picture
    source: models.Model | None = None
    expires_on: date | None = None
    id: uuid.UUID = field(default_factory=field_id)


@transaction.atomic
def attach(*, data: DocumentInput, user: Any) -> Document:
    """Keep a document in the person's file, sealed with her key, and return it.

    One is reminded before it expires, and no more of an older one of its kind. The same form
    twice leaves one. Raises `Refused` for a case the user does not see or that is
    closed, and once the person has withdrawn.
    """
    case = lock_open_case(data.case, user)
    earlier = sent_before(Document, data.id, case)
    if earlier is not None:
        return earlier
    person = Person.objects.get(pk=case.person_id)
    kept = keep_file(person, FileKind.EVIDENCE, data.picture.data, data.picture.content_type)
    document = Document.objects.create(
        id=data.id,
        **common(case, day=clock.today(), user=user),
        kind=data.kind,
        expires_on=data.expires_on,
        file=kept,
        **_source(data.source),
    )
    write_event(
        case=case,
        kind=EventKind.DOCUMENT_ADDED,
        source=document,
        summary=str(document.get_kind_display()),
        user=user,
    )
    plan_papers(case)
    return document


@transaction.atomic
def annul_document(*, fact: Document, user: Any, reason: str) -> Document:
    """Void a document: nobody is reminded of it, and the one before it counts again.

    Raises what `casework.actions.annul_fact` does.
    """
    case = lock_visible_case(fact.case, user)
    voided = annul_fact(fact=fact, user=user, reason=reason)
    assert isinstance(voided, Document)  # noqa: S101 -- of the same model
    forget(voided)
    open_case = Case.objects.open().filter(person=case.person_id).to_change().first()
    if open_case is not None:
        plan_papers(open_case)
    return voided


def _source(source: models.Model | None) -> dict[str, Any]:
    if source is None:
        return {}
    return {"source_table": source._meta.db_table, "source_id": source.pk}
