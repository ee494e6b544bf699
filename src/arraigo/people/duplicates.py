"""Probable duplicates: shown before saving within one's scope, and only noted outside it.

Outside one's scope, that a file exists already reveals migration and assistance, so files are
compared by a job, after at least three identifiers agree, and whoever registers learns nothing
(domain: privacy, duplicates across offices).
"""

from __future__ import annotations

from typing import Any

from arraigo.core.text import fold
from arraigo.people.cui import digits
from arraigo.people.inputs import Registration
from arraigo.people.merging.matches import propose_match
from arraigo.people.models import ContactPoint, Person
from arraigo.people.search.candidates import candidate_ids
from arraigo.people.search.find import SAME_CUI, SAME_PHONE, Found, find_people, name_likeness

AGREEMENTS_NEEDED = 3
SAME_NAME = 90
ALIKE_NAME = 75


def probable_duplicates(data: Registration, *, user: Any) -> list[Found]:
    """Return the persons `user` may see who are probably the one being registered.

    Same CUI, same phone with a similar name, or nearly the same name born within a year.
    """
    text = f"{data.given_names} {data.surnames} {data.cui} {data.phone}"
    hits = []
    for found in find_people(text, user=user):
        likeness = name_likeness(f"{data.given_names} {data.surnames}", found.person.full_name)
        near_year = abs(found.person.birth_year - data.birth_year) <= 1
        if (
            found.score >= SAME_CUI
            or (found.score >= SAME_PHONE and likeness >= ALIKE_NAME)
            or (likeness >= SAME_NAME and near_year)
        ):
            hits.append(found)
    return hits


def note_matches(person: Person) -> int:
    """Write a `MatchCandidate` for each other file that agrees in three identifiers or more.

    Return how many were new. To be called by a job, which sees every office's persons.
    """
    numbers = [number for number in (person.cui, *_phones(person)) if number]
    made = 0
    for other in Person.objects.filter(pk__in=candidate_ids(person.full_name, numbers)):
        if other.pk == person.pk:
            continue
        agreements = agreements_of(person, other)
        if len(agreements) >= AGREEMENTS_NEEDED:
            made += propose_match(one=person, other=other, agreements=agreements) is not None
    return made


def agreements_of(one: Person, other: Person) -> list[str]:
    """Return the identifiers both files share, of five: name, year, place, phone, CUI."""
    agreeing = {
        "name": fold(one.full_name) == fold(other.full_name),
        "birth_year": one.birth_year == other.birth_year,
        "municipality": one.municipality_id == other.municipality_id,
        "phone": bool(_phones(one) & _phones(other)),
        "cui": bool(one.cui) and one.cui == other.cui,
    }
    return [name for name, agrees in agreeing.items() if agrees]


def _phones(person: Person) -> set[str]:
    contacts = ContactPoint.objects.filter(person=person).values_list("phone", flat=True)
    return {digits(str(phone)) for phone in contacts}
