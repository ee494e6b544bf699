"""Contacto de feria: somebody who may be called, and no more than that."""

from __future__ import annotations

from typing import Any, Final

from arraigo.field.handlers.base import Applied, Interview, checked, posted, yes
from arraigo.people.leads.actions.contacts import meet_contact
from arraigo.people.leads.forms import MeetForm

_AS_ASKED: Final = ("full_name", "phone", "municipality")
TAKES: Final = frozenset({*_AS_ASKED, "permission", "department"})


def apply(interview: Interview) -> Applied:
    """Note the contact of somebody who may be called; of anybody else nothing."""
    if not yes(interview.value("permission")):
        return Applied()
    answers: dict[str, Any] = {name: interview.value(name) for name in _AS_ASKED}
    form = checked(MeetForm(posted({**answers, "permission": "on", "id": interview.id})))
    meet_contact(data=form.met(interview.day()), user=interview.user)
    return Applied()
