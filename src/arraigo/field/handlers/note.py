"""Nota o visita."""

from __future__ import annotations

from typing import Final

from arraigo.casework.actions import record_note
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.forms import NoteForm
from arraigo.field.handlers.base import Applied, Interview, checked, posted, yes

TAKES: Final = frozenset({
    "case_id", "kind", "text", "occurred_on", "duration_minutes", "is_good_practice",
    "is_challenge", "photo",
})  # fmt: skip
_AS_ASKED: Final = ("kind", "text", "occurred_on", "duration_minutes")


def apply(interview: Interview) -> Applied:
    """Write the note, and keep its photo with the person's documents."""
    case = interview.case()
    answers = {name: interview.value(name) for name in _AS_ASKED}
    marks = {
        name: "on" for name in ("is_good_practice", "is_challenge") if yes(interview.value(name))
    }
    form = checked(
        NoteForm(posted({**answers, **marks, "id": interview.id}), case=case, user=interview.user)
    )
    photo = interview.picture("photo")
    note = record_note(data=form.note(), user=interview.user)
    if photo is not None:
        document = DocumentInput(
            case=case, kind=DocumentKind.OTHER, picture=photo, source=note, id=note.pk
        )
        attach(data=document, user=interview.user)
    return Applied(case.person_id, case.pk)
