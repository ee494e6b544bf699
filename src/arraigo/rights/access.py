"""Whose file a page of rights is about, and who may open it.

Those who work with the file see whose it is. The data-protection role oversees every file without
reading it: it is told the case code only (domain: privacy, who sees what).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arraigo.accounts.enums import Role
from arraigo.casework.models import Case
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.models import Person
from arraigo.rights.enums import ErasureState
from arraigo.rights.models import Erasure

WAITING = 40


@dataclass(frozen=True)
class File:
    """A person's file as its rights' pages name it; `person` is None for who only oversees."""

    id: uuid.UUID
    code: str
    person: Person | None

    @property
    def ids(self) -> list[uuid.UUID]:
        """Return every id of the person: hers and those of absorbed files."""
        return ids_of(self.id)


def file_of(person_id: uuid.UUID, user: Any) -> File | None:
    """Return the file that `user` may see or oversee, or None: a foreign one does not exist.

    An absorbed file is that of the person who stands for it.
    """
    found = canonical(person_id)
    person = Person.objects.visible_to(user).filter(pk=found).first()
    code = _code_of(found)
    if person is not None:
        return File(found, code, person)
    if Role.DATA_PROTECTION in user.roles and code:
        return File(found, code, None)
    return None


def overseen(code: str) -> uuid.UUID | None:
    """Return the person of the case with this code, or None. For who oversees every file."""
    found = Case.objects.filter(code__iexact=code.strip()).values_list("person_id", flat=True)
    person_id = found.first()
    return canonical(person_id) if person_id else None


def waiting_erasures() -> list[tuple[uuid.UUID, str, datetime]]:
    """Return person, case code and moment of the erasures to decide that one may see, in turn."""
    waiting = Erasure.objects.filter(state=ErasureState.REQUESTED).order_by("requested_at", "pk")
    asked = waiting.values_list("person_id", "requested_at")
    return [(person_id, _code_of(person_id), at) for person_id, at in asked[:WAITING]]


def codes_of(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the latest case code of each of these persons who has one, in one query."""
    cases = Case.objects.filter(person__in=person_ids).order_by("opened_on", "pk")
    return dict(cases.values_list("person_id", "code"))


def _code_of(person_id: uuid.UUID) -> str:
    cases = Case.objects.filter(person__in=ids_of(person_id)).order_by("-opened_on", "-pk")
    return cases.values_list("code", flat=True).first() or ""
