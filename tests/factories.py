"""Plainly fictitious persons and cases, made through the same actions as the pages."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import Case
from arraigo.core.context import Actor, acting_as
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.territory.models import Municipality
from tests.client import watch

_numbers = itertools.count(1)
_LETTERS = "bcdfghjklmnp"


def canary() -> str:
    """Return a surname no page contains by chance, a new one each time."""
    digits = f"{next(_numbers):05d}"
    return "Ficticia" + "".join(_LETTERS[int(digit)] for digit in digits)


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
        "birth_year": 1994,
        "municipality": Municipality.objects.get(name="Escuintla", department__name="Escuintla"),
        "phone": "",
        "returned_on": date(2026, 1, 15),
        "consent": witnessed(),
    }
    return Registration(**{**defaults, **changes})


def registered_person(user: Any, **changes: Any) -> Person:
    """Register a person in the user's office, as that user, and watch pages for her name."""
    with acting_as(Actor.user(user)):
        person = register_person(data=registration(**changes), user=user, office=office_of(user))
    watch(person)
    return person


def opened_case(user: Any, **changes: Any) -> Case:
    """Register a person and open her case, both as `user`; `changes` go to the registration."""
    person = registered_person(user, **changes)
    with acting_as(Actor.user(user)):
        return open_case(
            person=person, office=office_of(user), source=Source.SPONTANEOUS, user=user
        )
