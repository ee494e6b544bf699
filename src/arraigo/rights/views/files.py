"""Whose rights a page is about."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest

from arraigo.accounts.requests import user_of
from arraigo.core import traces
from arraigo.people.models import Person
from arraigo.rights.access import File, file_of


def found_file(request: HttpRequest, person_id: uuid.UUID, how: str = "") -> File:
    """Return the file the user may see or oversee, traced (for `how`), or answer 404."""
    found = file_of(person_id, user_of(request))
    if found is None:
        raise Http404
    traces.show([found.id], how)
    return found


def found_person(request: HttpRequest, person_id: uuid.UUID, how: str = "") -> tuple[File, Person]:
    """Return a file and its person, for who works with her; anybody else gets 404."""
    found = found_file(request, person_id, how)
    if found.person is None:
        raise Http404
    return found, found.person
