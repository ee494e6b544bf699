"""The person's key: made when the first thing of hers is sealed, destroyed when she is erased."""

from __future__ import annotations

import uuid

from arraigo.core import sealing
from arraigo.people.models import PersonKey


def sealing_key(person_id: uuid.UUID) -> bytes:
    """Return the person's wrapped key to seal with, making it the first time one is needed."""
    key, _created = PersonKey.objects.get_or_create(
        person_id=person_id, defaults={"wrapped": sealing.new_wrapped_key()}
    )
    return bytes(key.wrapped)


def opening_key(person_id: uuid.UUID) -> bytes:
    """Return the person's wrapped key to open with.

    Raises `core.sealing.Unreadable` when she has none: it was destroyed, and none is made anew.
    """
    key = PersonKey.objects.filter(person=person_id).first()
    if key is None:
        raise sealing.Unreadable("La llave de la persona ya no existe.")
    return bytes(key.wrapped)
