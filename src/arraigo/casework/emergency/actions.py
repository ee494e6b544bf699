"""Writes about access in an emergency."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import User
from arraigo.casework.emergency import tasks
from arraigo.casework.emergency.enums import (
    LASTS,
    SHORTEST_REASON,
    TRIES,
    WINDOW,
    EmergencyVerdict,
)
from arraigo.casework.emergency.models import (
    EmergencyAccess,
    EmergencyTry,
    ReservedFile,
    ReservedMatch,
)
from arraigo.casework.models.case import Case
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.cui import LENGTH, digits
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.models import Person

JOB = Actor.job("casework.emergency")


class TooMany(Refused):
    """Somebody has tried too often."""


@transaction.atomic
def open_in_emergency(*, code: str, reason: str, user: Any) -> EmergencyAccess | None:
    """Open the file of an exact CUI or case code for four hours; return the access, or None.

    None says as little of a reserved file as of one that does not exist. A file already open to
    the user returns its access. Raises `Refused` without a reason worth a review, and `TooMany`
    after five tries within an hour, counted one after another however many press at once.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Escriba por qué, con lo necesario para que otra persona lo revise."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    since = clock.now() - WINDOW
    if EmergencyTry.objects.filter(user=user, tried_at__gt=since).count() >= TRIES:
        raise TooMany(_("Probó muchas veces. Espere una hora, o llame a quien lleva el caso."))
    person_id = _person_of(code)
    EmergencyTry.objects.create(user=user, opened=person_id is not None)
    if person_id is None:
        return None
    standing = EmergencyAccess.objects.in_force_for(user).filter(person=person_id).first()
    if standing is not None:
        return standing
    now = clock.now()
    access = EmergencyAccess.objects.create(
        person_id=person_id, user=user, reason=reason.strip(), opened_at=now, until=now + LASTS
    )
    tasks.tell_reviewers.defer(access_id=str(access.pk))
    return access


def _person_of(code: str) -> uuid.UUID | None:
    """Return whose CUI or case code it is, unless the file is reserved; None for nobody."""
    typed = code.strip().upper()
    with acting_as(JOB):
        if typed[:1].isalpha():
            found = set(Case.objects.filter(code=typed).values_list("person", flat=True))
        elif not typed.strip("0123456789 -") and len(number := digits(typed)) == LENGTH:
            found = set(Person.objects.filter(cui=number).values_list("pk", flat=True))
        else:
            return None
        people = {canonical(person_id) for person_id in found}
        if len(people) != 1:
            return None
        (person_id,) = people
        reserved = ReservedFile.objects.standing().filter(person__in=ids_of(person_id))
        return None if reserved.exists() else person_id


@transaction.atomic
def review_access(
    *, access: EmergencyAccess, verdict: EmergencyVerdict, comment: str, user: Any
) -> EmergencyAccess:
    """Say whether an access was justified, and return it. The same verdict twice is one.

    Raises `Refused` to who opened it, to who reviews others, after another's review, and for
    a verdict against it without a comment.
    """
    standing = EmergencyAccess.objects.visible_to(user).select_for_update(of=("self",))
    locked = standing.filter(pk=access.pk).first()
    if locked is None or not {Role.DATA_PROTECTION, Role.PROJECT_LEAD} & user.roles:
        raise Refused(_("Usted no revisa este acceso."))
    if locked.user_id == user.pk:
        raise Refused(_("Nadie revisa su propio acceso."))
    if locked.reviewed_at is not None:
        if (locked.reviewed_by_id, locked.verdict) == (user.pk, verdict):
            return locked
        raise Refused(_("Otra persona ya lo revisó."))
    if verdict == EmergencyVerdict.NOT_JUSTIFIED and not comment.strip():
        raise Refused(_("Escriba por qué no se justifica."))
    locked.reviewed_by, locked.reviewed_at = user, clock.now()
    locked.verdict, locked.comment = verdict, comment.strip()
    locked.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "comment"])
    return locked


@transaction.atomic
def attend_reserved_match(*, match: ReservedMatch, user: Any) -> ReservedMatch:
    """Note that data protection has seen to a pair with a reserved file. Twice is once.

    Raises `Refused` to anybody else.
    """
    found = ReservedMatch.objects.select_for_update(of=("self",)).filter(pk=match.pk).first()
    if found is None or Role.DATA_PROTECTION not in user.roles:
        raise Refused(_("Su función no permite hacer esto."))
    if found.seen_at is None:
        found.seen_by, found.seen_at = user, clock.now()
        found.save(update_fields=["seen_by", "seen_at"])
    return found


@transaction.atomic
def reserve_file(*, person: Person, user: Any) -> ReservedFile:
    """Keep a file out of every emergency from now on; what was open closes at once.

    Twice is once. Raises `Refused` for a person the user may not see.
    """
    _check_seen(person, user)
    try:
        with transaction.atomic():
            return ReservedFile.objects.create(person=person, reserved_by=user)
    except IntegrityError:
        return ReservedFile.objects.standing().get(person=person.pk)


@transaction.atomic
def lift_reservation(*, person: Person, user: Any) -> None:
    """Let a file open in an emergency again. Raises `Refused` as `reserve_file` does."""
    _check_seen(person, user)
    standing = ReservedFile.objects.standing().filter(person=person.pk)
    standing.update(lifted_by=user, lifted_at=clock.now())


def _check_seen(person: Person, user: Any) -> None:
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise Refused(_("Usted no ve este expediente."))
