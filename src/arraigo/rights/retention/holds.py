"""Holds: a file that a court, an audit or a complaint may need is not erased."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.rights.retention.models import LegalHold

JOB = Actor.job("rights.retention")


def is_held(person_ids: Collection[uuid.UUID]) -> bool:
    """Tell whether a hold keeps the person's file. It says nothing of who placed it, or why."""
    with acting_as(JOB):
        return LegalHold.objects.filter(person__in=person_ids, lifted_at=None).exists()


def own_hold(person_id: uuid.UUID, user: Any) -> LegalHold | None:
    """Return the hold that `user` placed on the file and that stands, or None."""
    mine = LegalHold.objects.filter(placed_by=user, lifted_at=None)
    return mine.filter(person__in=ids_of(person_id)).first()


@transaction.atomic
def place_hold(*, person_id: uuid.UUID, reason: str, user: Any) -> LegalHold:
    """Keep a file from being erased from now on, and return the hold. Twice is once.

    Whoever calls it has been shown that the file is hers to oversee. Raises `Refused` without a
    reason.
    """
    if not reason.strip():
        raise Refused(_("Escriba por qué se retiene."))
    found = canonical(person_id)
    standing = own_hold(found, user)
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            return LegalHold.objects.create(person_id=found, reason=reason.strip(), placed_by=user)
    except IntegrityError:
        return LegalHold.objects.get(person=found, placed_by=user, lifted_at=None)


@transaction.atomic
def lift_hold(*, person_id: uuid.UUID, user: Any) -> None:
    """End the hold that `user` placed. One that somebody else placed stands. Twice is once."""
    standing = own_hold(person_id, user)
    if standing is not None:
        standing.lifted_by, standing.lifted_at = user, clock.now()
        standing.save(update_fields=["lifted_by", "lifted_at"])
