"""What an institution gets to know of the person: the agreed data, while her consent stands."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from arraigo.core import traces
from arraigo.people.enums import ContactOwner
from arraigo.people.models import ContactPoint, Person
from arraigo.referrals.enums import DisclosedField
from arraigo.referrals.models import Referral


def disclosed(referral: Referral) -> list[tuple[str | Promise, str]]:
    """Return label and value of each datum the person agreed to hand over, and trace it.

    Empty once she has withdrawn her consent, or it has expired.
    """
    if not referral.may_disclose():
        return []
    person = referral.person
    traces.show([person.pk])
    return [
        (field.label, _READERS[field](person))
        for field in DisclosedField
        if field in referral.disclosed_fields
    ]


def _phones(person: Person) -> str:
    """Return the phones by which one may call, with what keeps the call safe."""
    contacts = ContactPoint.objects.filter(person=person, is_current=True, can_call=True)
    return ", ".join(_phone(contact) for contact in contacts) or _("No tiene")


def _phone(contact: ContactPoint) -> str:
    owner = "" if contact.owner == ContactOwner.SELF else contact.get_owner_display().lower()
    care = ", ".join(part for part in (owner, contact.hours) if part)
    number: str = contact.phone.as_international
    return f"{number} ({care})" if care else number


_READERS: dict[DisclosedField, Callable[[Person], str]] = {
    DisclosedField.NAME: lambda person: person.full_name,
    DisclosedField.PHONE: _phones,
    DisclosedField.SEX: lambda person: str(person.get_sex_display()),
    DisclosedField.BIRTH_YEAR: lambda person: str(person.birth_year),
    DisclosedField.MUNICIPALITY: lambda person: person.municipality.name,
}
