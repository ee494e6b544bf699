"""How many of a list's persons who are in the registry already are told: recall on fixed seeds."""

from __future__ import annotations

import uuid
from random import Random

import pytest

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.demo.names import GIVEN, MAYA_SURNAMES, SURNAMES
from arraigo.people.duplicates import SAME_NAME
from arraigo.people.enums import ScopeReason, Sex
from arraigo.people.leads.rows import LeadData
from arraigo.people.leads.twins import persons_like
from arraigo.people.linkage.keys import write_keys
from arraigo.people.linkage.records import records_of
from arraigo.people.models import Person, PersonScope
from arraigo.people.offices import office_of
from arraigo.people.search.find import name_likeness
from arraigo.people.search.index import index_people

pytestmark = pytest.mark.django_db

REGISTERED, LISTED, AT_ONCE = 3_000, 300, 200
LETTERS = "aeioulnrst"
LEAST_RECALL = 0.97


def name(dice):
    """Draw a sex, given names and two surnames by their weights in Guatemala."""
    sex = dice.choice([Sex.FEMALE, Sex.MALE])
    given = [drawn(dice, GIVEN[sex]) for _ in range(dice.choice((1, 2, 2)))]
    surnames = [drawn(dice, SURNAMES if dice.random() < 0.7 else MAYA_SURNAMES) for _ in "12"]
    return sex, " ".join(given), " ".join(surnames)


def drawn(dice, weights):
    return dice.choices(list(weights), list(weights.values()))[0]


def registered(cast, dice, many):
    """Register so many persons in one office and town, found as all others are."""
    office, people = office_of(cast.promotora), []
    for _ in range(many):
        sex, given, surnames = name(dice)
        people.append(
            Person(
                id=uuid.UUID(int=dice.getrandbits(128), version=4), given_names=given,
                surnames=surnames, sex=sex, birth_year=dice.randint(1960, 2005),
                municipality=office.municipality, registered_by=cast.promotora,
                sort_key=surnames.lower(),
            )
        )  # fmt: skip
    with acting_as(SYSTEM):
        PersonScope.objects.bulk_create(
            PersonScope(person_id=one.pk, office=office, reason=ScopeReason.REGISTERED)
            for one in people
        )
        Person.objects.bulk_create(people)
        index_people(people)
        write_keys(records_of([one.pk for one in people]).values())
    return people


def slip(word, dice):
    """Return a word with one slip of the fingers; a short one as it is."""
    if len(word) <= 4:
        return word
    place = dice.randrange(1, len(word) - 1)
    return dice.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + dice.choice(LETTERS) + word[place:],
            word[:place] + dice.choice(LETTERS) + word[place + 1 :],
        )
    )


def listed(person, dice):
    """Return her row: no phone, no CUI, another town, half of them with both surnames misspelt."""
    surnames = person.surnames
    if dice.random() < 0.5:
        surnames = " ".join(slip(word, dice) for word in surnames.split())
    return LeadData(given_names=person.given_names, surnames=surnames, birth_year=person.birth_year)


def test_of_a_list_nearly_all_who_are_in_the_registry_are_told(cast):
    dice = Random(23)
    people = registered(cast, dice, REGISTERED)
    truth = dice.sample(people, LISTED)
    rows = [listed(person, dice) for person in truth]
    with acting_as(Actor.user(cast.promotora)):
        told = [
            {twin.id for twin in twins}
            for start in range(0, LISTED, AT_ONCE)
            for twins in persons_like(rows[start : start + AT_ONCE], cast.promotora)
        ]
    alike = [
        str(person.pk) in found
        for person, row, found in zip(truth, rows, told, strict=True)
        if name_likeness(row.full_name, person.full_name) >= SAME_NAME
    ]
    assert len(alike) > LISTED * 0.8
    assert sum(alike) / len(alike) >= LEAST_RECALL, f"{sum(alike)} of {len(alike)}"
