"""Writes about households, and who is named in one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.emergency.models import ReservedFile
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
from arraigo.casework.models.case import Case
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentHow, ConsentPurpose, Sex
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.models import Consent, Person

JOB = Actor.job("casework.household")


@dataclass(frozen=True)
class MemberInput:
    """Somebody the person lives with; the id is the form's."""

    person: Person
    kinship: Kinship
    sex: Sex
    age_band: AgeBand
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Shown:
    """A member as the page shows her; `relative` is None unless she may be named."""

    member: HouseholdMember
    relative: Person | None


def household_of(person: Person, user: Any) -> list[Shown]:
    """Return with whom the person lives; named are those `user` may see and who agreed, standing.

    Nobody is named while either file is reserved, or once her own permission has ended.
    """
    members = list(HouseholdMember.objects.living().filter(person__in=ids_of(person.pk)))
    links = HouseholdLink.objects.filter(member__in=members, ended_at=None)
    named = {link.member_id: _named(link, user) for link in links}
    return [Shown(member, named.get(member.pk)) for member in members]


def _named(link: HouseholdLink, user: Any) -> Person | None:
    relative = Person.objects.visible_to(user).filter(pk=canonical(link.relative_id)).first()
    if relative is None or _either_reserved(link.person_id, relative.pk):
        return None
    agreed = Consent.objects.current(relative.pk, ConsentPurpose.SERVICE)
    return relative if agreed is not None else None


def _either_reserved(*person_ids: uuid.UUID) -> bool:
    ids = [known for person_id in person_ids for known in ids_of(person_id)]
    with acting_as(JOB):
        return ReservedFile.objects.standing().filter(person__in=ids).exists()


@transaction.atomic
def add_member(*, data: MemberInput, user: Any) -> HouseholdMember:
    """Note somebody the person lives with, and return her. The same form sent twice adds once.

    Raises `Refused` for a person the user does not see.
    """
    if not Person.objects.visible_to(user).filter(pk=data.person.pk).exists():
        raise Refused(_("Esta persona no está en su oficina."))
    try:
        with transaction.atomic():
            # Inserted, never updated: an id that another file uses is an error, not hers.
            member = HouseholdMember(**vars(data), added_by=user)
            member.save(force_insert=True)
    except IntegrityError as error:
        sent = HouseholdMember.objects.filter(pk=data.id, person=data.person.pk).first()
        if sent is None:
            raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error
        return sent
    return member


@transaction.atomic
def member_left(*, member: HouseholdMember, user: Any) -> HouseholdMember:
    """Note that somebody does not live with the person any more; her link ends. Twice is once."""
    locked = _locked(member, user)
    if locked.left_at is None:
        locked.left_by, locked.left_at = user, clock.now()
        locked.save(update_fields=["left_by", "left_at"])
        _end_links(locked, user)
    return locked


@transaction.atomic
def link_member(
    *, member: HouseholdMember, code: str, agreed_how: ConsentHow, witness_name: str, user: Any
) -> HouseholdLink | None:
    """Link a member to her own file, by its exact case code, as she agreed; return the link.

    None says the same of a file that does not exist, is in another office, is reserved, is the
    person's own or whose permission has ended. Twice is once. Raises `Refused` without the
    witness of a word, and for a member who left.
    """
    locked = _locked(member, user)
    if locked.left_at is not None:
        raise Refused(_("Ya no vive con la persona."))
    if agreed_how == ConsentHow.WITNESS and not witness_name.strip():
        raise Refused(_("Escriba el nombre del testigo."))
    if agreed_how == ConsentHow.SIGNATURE:
        raise Refused(_("Aquí firma en papel o lo dice ante testigo."))
    relative = _file_of(code, user)
    own = canonical(locked.person_id)
    if relative is None or relative == own or _either_reserved(own, relative):
        return None
    if Consent.objects.current(relative, ConsentPurpose.SERVICE) is None:
        return None
    _end_links(locked, user, but=relative)
    standing = HouseholdLink.objects.filter(member=locked, ended_at=None).first()
    return standing or HouseholdLink.objects.create(
        member=locked, person_id=own, relative_id=relative, agreed_how=agreed_how,
        witness_name=witness_name.strip(), linked_by=user,
    )  # fmt: skip


@transaction.atomic
def unlink_member(*, member: HouseholdMember, user: Any) -> None:
    """Name a member no more, as she may ask at any time. Twice is once."""
    _end_links(_locked(member, user), user)


def _locked(member: HouseholdMember, user: Any) -> HouseholdMember:
    found = HouseholdMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not Person.objects.visible_to(user).filter(pk=canonical(found.person_id)).exists():
        raise Refused(_("Esta persona no está en su oficina."))
    return found


def _file_of(code: str, user: Any) -> uuid.UUID | None:
    seen = Case.objects.visible_to(user).filter(code__iexact=code.strip())
    person_id = seen.values_list("person_id", flat=True).first()
    return canonical(person_id) if person_id else None


def _end_links(member: HouseholdMember, user: Any, but: uuid.UUID | None = None) -> None:
    """End what stands of a member, also what is hidden from the user while a file is reserved."""
    with acting_as(JOB):
        standing = HouseholdLink.objects.filter(member=member, ended_at=None)
        standing.exclude(relative=but).update(ended_by=user, ended_at=clock.now())
