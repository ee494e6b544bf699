"""Search across rooms: a person by name, phone or CUI, a case by its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.codes import is_valid
from arraigo.casework.models import Case
from arraigo.people.models import Person
from arraigo.people.search import find_people


@dataclass(frozen=True)
class Hit:
    """A person found, why, her open case if she has one, and whether she ever had one."""

    person: Person
    reason: str | Promise
    case: Case | None
    has_cases: bool


def search(text: str, *, user: Any) -> list[Hit]:
    """Return what `user` may see that matches `text`, best first. Two queries for the cases."""
    cases = Case.objects.visible_to(user)
    if is_valid(text):
        by_code = cases.filter(code=text.strip().upper()).select_related("person__municipality")
        return [Hit(case.person, _("Mismo código"), case, True) for case in by_code]
    found = find_people(text, user=user)
    theirs = list(cases.filter(person__in=[hit.person.pk for hit in found]))
    open_cases = {case.person_id: case for case in theirs if case.closed_on is None}
    with_cases = {case.person_id for case in theirs}
    return [
        Hit(hit.person, hit.reason, open_cases.get(hit.person.pk), hit.person.pk in with_cases)
        for hit in found
    ]
