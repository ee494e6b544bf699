"""Plainly fictitious persons and cases, made through the same actions as the pages."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.clock import anniversary
from arraigo.core.context import Actor, acting_as
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.minors import may_be_minor
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.territory.models import Municipality
from tests.client import watch

_numbers = itertools.count(1)
ADULT = 1994
_LETTERS = "bcdfghjklmnp"


def canary() -> str:
    """Return a surname no page contains by chance, a new one each time."""
    digits = f"{next(_numbers):05d}"
    return "Ficticia" + "".join(_LETTERS[int(digit)] for digit in digits)


def month_ending_today() -> date:
    """Return when a contract begins whose first month ends today."""
    today = clock.today()
    starts = (today - timedelta(days=days) for days in range(27, 32))
    return next(start for start in starts if anniversary(start, 1) - timedelta(days=1) == today)


def witnessed(*disclosed: str) -> ConsentGiven:
    """Return a consent given by word of mouth before a witness, to hand over `disclosed`."""
    return ConsentGiven(
        how=ConsentHow.WITNESS,
        witness_name="Testigo de Prueba",
        disclosed_fields=tuple(str(name) for name in disclosed),
    )


def registration(**changes: Any) -> Registration:
    """Return a valid registration, with `changes`."""
    defaults: dict[str, Any] = {
        "given_names": "Persona",
        "surnames": canary(),
        "sex": Sex.FEMALE,
        "birth_year": ADULT,
        "municipality": Municipality.objects.get(name="Escuintla", department__name="Escuintla"),
        "phone": "",
        "returned_on": date(2026, 1, 15),
        "consent": witnessed(),
    }
    return Registration(**{**defaults, **changes})


def registered_person(user: Any, **changes: Any) -> Person:
    """Register a person in the user's office, as that user, and watch pages for her name.

    Somebody who may be a minor comes as an adult whose birth year was corrected afterwards.
    """
    young = changes.get("birth_year")
    if young is not None and may_be_minor(young):
        changes = {**changes, "birth_year": ADULT}
    with acting_as(Actor.user(user)):
        person = register_person(data=registration(**changes), user=user, office=office_of(user))
        if young is not None and person.birth_year != young:
            person.birth_year = young
            person.save()
    watch(person)
    return person


def opened_case(user: Any, **changes: Any) -> Case:
    """Register a person and open her case, both as `user`; `changes` go to the registration.

    The case of somebody who may be a minor was opened while she was written down as an adult.
    """
    young = changes.pop("birth_year", None)
    if young is not None and not may_be_minor(young):
        changes["birth_year"], young = young, None
    person = registered_person(user, **changes)
    with acting_as(Actor.user(user)):
        case = open_case(
            person=person, office=office_of(user), source=Source.SPONTANEOUS, user=user
        )
        if young is not None:
            case.person.birth_year = young
            case.person.save()
        return case
