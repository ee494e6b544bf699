"""When a paper is to be renewed: some days before it expires, as the protocol says."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _t

from arraigo.casework.actions.dues import Wanted, cancel_due, keep_dates
from arraigo.casework.documents.enums import ASKED
from arraigo.casework.documents.models import Document
from arraigo.casework.enums import DueKind
from arraigo.casework.models.agenda import Due
from arraigo.casework.models.case import Case


def plan_papers(case: Case) -> None:
    """Put on the agenda of a locked case which papers of its person expire, and when.

    Of the kinds of the employability file only the latest paper counts. Repeating it changes
    nothing.
    """
    seen: set[str] = set()
    for document in Document.objects.of_person(case.person_id):
        replaced = document.kind in seen
        if document.kind in ASKED:
            seen.add(document.kind)
        if document.expires_on is None:
            continue
        wanted = {} if replaced else {0: _reminder(document, document.expires_on, case)}
        keep_dates(case=case, kind=DueKind.DOCUMENT, source=document, wanted=wanted)


def _reminder(document: Document, expires_on: date, case: Case) -> Wanted:
    """Return when to remind of it: not before it was there."""
    early = timedelta(days=case.protocol.document_days)
    day = max(expires_on - early, document.occurred_on)
    return Wanted(day, _t("Se vence: %(paper)s") % {"paper": document.get_kind_display()})


def forget(document: Document) -> None:
    """Take off the agenda what reminds of a document."""
    for due in Due.objects.of_source(document, DueKind.DOCUMENT).open():
        cancel_due(due=due)
