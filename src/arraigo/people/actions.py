"""Writes about persons."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.context import current
from arraigo.core.transitions import Outdated, Refused
from arraigo.people import minors, tasks
from arraigo.people.consent import guardian_of, record_consent
from arraigo.people.enums import ConsentDecision, ConsentPurpose, ContactOwner, ScopeReason
from arraigo.people.finding import write_found_by
from arraigo.people.inputs import Correction, Registration, SafeContact
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.models import ContactPoint, Person, PersonScope, RefusalCount, ReturnEvent
from arraigo.people.search.index import index_people
from arraigo.territory.models import Office


@transaction.atomic
def register_person(*, data: Registration, user: Any, office: Office) -> Person:
    """Register a person with her consent and return her.

    The id comes from the form, so the same form sent twice registers once. Raises `Refused`
    when the consent is not given: then only `count_refusal` may be used.
    """
    if data.consent.decision != ConsentDecision.GIVEN:
        raise Refused(_("Sin consentimiento no se guardan datos de la persona."))
    if why := minors.refusal(data.birth_year, data.consent.guardian_name):
        raise Refused(why)
    try:
        with transaction.atomic():
            person = _insert(data, user, office)
    except IntegrityError:
        sent_before = Person.objects.visible_to(user).filter(pk=canonical(data.id)).first()
        if sent_before is None:
            raise
        return sent_before
    if data.phone:
        ContactPoint.objects.create(person=person, phone=data.phone, owner=data.phone_owner)
    ReturnEvent.objects.create(person=person, returned_on=data.returned_on, country=data.country)
    record_consent(person=person, purpose=ConsentPurpose.SERVICE, given=data.consent, user=user)
    write_found_by([person.pk])
    at = current().at
    tasks.look_for_matches.defer(person_id=str(person.pk), at=at.isoformat() if at else None)
    return person


def _insert(data: Registration, user: Any, office: Office) -> Person:
    """Insert scope and person: the scope first, because the policy reads it."""
    PersonScope.objects.create(person_id=data.id, office=office, reason=ScopeReason.REGISTERED)
    return Person.objects.create(
        id=data.id,
        given_names=data.given_names.strip(),
        surnames=data.surnames.strip(),
        sex=data.sex,
        birth_year=data.birth_year,
        municipality=data.municipality,
        cui=data.cui,
        is_training=data.is_training,
        registered_by=user,
    )


@transaction.atomic
def count_refusal(*, form_id: uuid.UUID, user: Any, office: Office) -> RefusalCount:
    """Count somebody who refused to be registered, once per form; nothing about her is kept."""
    count, _created = RefusalCount.objects.get_or_create(
        form_id=form_id, defaults={"office": office, "recorded_by": user}
    )
    return count


def identity_of(person: Person) -> Correction:
    """Return who the person is as her file has it now, with the phone that is hers now."""
    contact = ContactPoint.objects.filter(person=person, is_current=True).order_by("-pk").first()
    return Correction(
        given_names=person.given_names,
        surnames=person.surnames,
        sex=person.sex,
        birth_year=person.birth_year,
        municipality=person.municipality,
        phone=str(contact.phone) if contact else "",
        phone_owner=ContactOwner(contact.owner) if contact else ContactOwner.SELF,
        cui=person.cui,
    )


@transaction.atomic
def correct_person(*, person: Person, seen: Correction, data: Correction) -> Person:
    """Write what was wrong about a person as it is; the history keeps what it was.

    `seen` is what her file said when the correction was begun: raises `Outdated` when somebody
    has changed it since, and `Refused` for the age of a child. A phone that is no longer hers
    stays as a former one. Whoever she may be now is looked for as after a registration.
    """
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = identity_of(locked)
    if data == before:
        return locked
    if seen != before or canonical(locked.pk) != locked.pk:
        raise Outdated
    if why := minors.refusal(data.birth_year, guardian_of(locked)):
        raise Refused(why)
    for column in ("given_names", "surnames", "sex", "birth_year", "municipality", "cui"):
        setattr(locked, column, getattr(data, column))
    locked.save()
    if (data.phone, data.phone_owner) != (before.phone, before.phone_owner):
        _change_phone(locked, before.phone, data)
    write_found_by([locked.pk])
    tasks.look_for_matches.defer(person_id=str(locked.pk))
    return locked


def _change_phone(person: Person, former: str, data: Correction) -> None:
    contacts = ContactPoint.objects.filter(person=person)
    for contact in contacts.filter(phone=former, is_current=True):
        contact.is_current = False
        contact.save(update_fields=["is_current"])
    if data.phone:
        contacts.update_or_create(
            phone=data.phone,
            defaults={"owner": data.phone_owner, "is_current": True},
            create_defaults={"person": person, "owner": data.phone_owner},
        )


@transaction.atomic
def make_contact_safe(*, contact: ContactPoint, data: SafeContact, user: Any) -> ContactPoint:
    """Write how the person may safely be reached by a phone, and return it. Twice is once.

    The history keeps what it was. Raises `Refused` for a person the user does not see, and for
    a phone that is no longer hers.
    """
    seen = Person.objects.visible_to(user).values("pk")
    found = ContactPoint.objects.select_for_update(of=("self",)).filter(person__in=seen)
    locked = found.filter(pk=contact.pk).first()
    if locked is None:
        raise Refused(_("Esta persona no está en su oficina."))
    if not locked.is_current:
        raise Refused(_("Ese teléfono ya no es de la persona."))
    told = {**vars(data), "hours": data.hours.strip(), "present_as": data.present_as.strip()}
    if any(getattr(locked, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(told))
    return locked


def give_scope(
    *, person: Person, reason: ScopeReason, office: Office | None = None,
    organization_id: int | None = None,
) -> None:  # fmt: skip
    """Let an office or organisation see the person from now on, under each of her ids.

    Repeating it changes nothing; one that had ended begins again.
    """
    holder = {"office": office} if office else {"organization_id": organization_id}
    newly = []
    for person_id in ids_of(person.pk):
        if not PersonScope.objects.filter(person=person_id, until=None, **holder).exists():
            newly.append(person_id)
        PersonScope.objects.update_or_create(
            person_id=person_id, reason=reason, **holder, defaults={"until": None}
        )
    if newly:
        index_people(list(Person.objects.filter(pk__in=newly)))


def end_referral_scope(*, person: Person, organization_id: int) -> None:
    """Let the organisation see the person no more because of referrals made to it."""
    ids = ids_of(person.pk)
    seeing = PersonScope.objects.filter(
        person__in=ids, organization=organization_id, reason=ScopeReason.REFERRAL
    )
    if seeing.filter(Q(until=None) | Q(until__gt=clock.now())).update(until=clock.now()):
        index_people(list(Person.objects.filter(pk__in=ids)))
