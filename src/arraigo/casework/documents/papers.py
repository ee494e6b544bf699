"""The employability file of a person: which papers are there, which are missing or expire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arraigo.casework.documents.enums import ASKED, DocumentKind
from arraigo.casework.documents.models import Document
from arraigo.core import clock


@dataclass(frozen=True)
class Paper:
    """A paper of the file: the latest of its kind, or None; and how its status is drawn."""

    kind: DocumentKind
    document: Document | None
    status: str
    words: str

    @property
    def is_wanted(self) -> bool:
        """Tell whether the person has to bring it."""
        return self.status in ("wait", "warn", "stop")


def papers_of(documents: Iterable[Document], warn_days: int) -> list[Paper]:
    """Return the papers that are asked for, each with its latest of `documents`, latest first.

    One that expires within `warn_days` days is to be renewed.
    """
    latest: dict[str, Document] = {}
    for document in documents:
        latest.setdefault(document.kind, document)
    return [Paper(kind, latest.get(kind), *_state(latest.get(kind), warn_days)) for kind in ASKED]


def _state(document: Document | None, warn_days: int) -> tuple[str, str]:
    if document is None:
        return "wait", _("Falta")
    if document.expires_on is None:
        return "ok", _("Está")
    words = {"day": date_format(document.expires_on, "SHORT_DATE_FORMAT")}
    today = clock.today()
    if document.expires_on < today:
        return "stop", _("Venció el %(day)s") % words
    if document.expires_on <= today + timedelta(days=warn_days):
        return "warn", _("Vence el %(day)s") % words
    return "ok", _("Está; vence el %(day)s") % words
