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
    contacts = ContactPoint.objects.filter(person=person, is_current=True)
    return ", ".join(
        contact.phone.as_international
        if contact.owner == ContactOwner.SELF
        else f"{contact.phone.as_international} ({contact.get_owner_display().lower()})"
        for contact in contacts
    ) or _("No tiene")  # fmt: skip


_READERS: dict[DisclosedField, Callable[[Person], str]] = {
    DisclosedField.NAME: lambda person: person.full_name,
    DisclosedField.PHONE: _phones,
    DisclosedField.SEX: lambda person: str(person.get_sex_display()),
    DisclosedField.BIRTH_YEAR: lambda person: str(person.birth_year),
    DisclosedField.MUNICIPALITY: lambda person: person.municipality.name,
}
