"""Correcting who a person is: found as she is now, by search and by comparison alike."""

import json

import pytest
from django.urls import reverse
from tests.factories import canary, opened_case, registered_person, registration

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Outdated, Refused
from arraigo.people.actions import correct_person, identity_of
from arraigo.people.duplicates import probable_duplicates
from arraigo.people.inputs import Correction
from arraigo.people.linkage.models import LinkageKey
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.merging.separations import confirm_separation, request_separation
from arraigo.people.models import ContactPoint, Person
from arraigo.people.search.find import find_people

pytestmark = pytest.mark.django_db
RIGHT = {"given_names": "Petrona", "surnames": "Ejemplar Ficticiaxol", "phone": "+50255550155"}


@pytest.fixture
def wrong():
    """How she was written down at first."""
    return {"given_names": "Aniceta", "surnames": canary(), "phone": "+50255550144"}


def corrected(user, person, **changes):
    with acting_as(Actor.user(user)):
        seen = identity_of(person)
        return correct_person(
            person=person, seen=seen, data=Correction(**{**vars(seen), **changes})
        )


def candidates_of(user, **answers):
    with acting_as(Actor.user(user)):
        found = probable_duplicates(registration(**answers), user=user)
    return [one.person for one in found]


def found_by(user, text):
    with acting_as(Actor.user(user)):
        return [hit.person for hit in find_people(text, user=user)]


def test_she_is_found_as_she_is_now_and_no_longer_as_she_was(cast, wrong):
    person = registered_person(cast.promotora, **wrong)
    assert candidates_of(cast.promotora, **wrong) == [person]
    with acting_as(SYSTEM):
        before = set(LinkageKey.objects.values_list("key", flat=True))
    corrected(cast.promotora, person, **RIGHT, birth_year=1971)
    assert candidates_of(cast.promotora, **RIGHT, birth_year=1971) == [person]
    assert candidates_of(cast.promotora, **wrong) == []
    assert found_by(cast.promotora, "Petrona Ejemplar") == [person]
    assert found_by(cast.promotora, f"Aniceta {wrong['surnames']}") == []
    assert found_by(cast.promotora, "5555 0155") == [person]
    with acting_as(SYSTEM):
        after = set(LinkageKey.objects.filter(person_id=person.pk).values_list("key", flat=True))
        former = ContactPoint.objects.get(person=person, phone=wrong["phone"])
        assert not former.is_current
        history = History.objects.filter(table_name="people_person", row_id=str(person.pk))
        (change,) = history.filter(before__has_key="surnames")
        assert change.before["surnames"] == wrong["surnames"]
    assert after
    assert not after & before


@pytest.mark.parametrize("kept", [["given_names", "surnames"], []])
def test_merged_files_are_found_by_either_name_and_apart_again_by_their_own(cast, kept):
    one = registered_person(cast.promotora, given_names="Aniceta", phone="+50255550144")
    other = registered_person(
        cast.promotora, given_names="Petrona", surnames="Ejemplar Ficticiaxol", birth_year=1971,
        phone="+50255550155",
    )  # fmt: skip
    with acting_as(Actor.user(cast.promotora)):
        merge = request_merge(
            survivor=one, absorbed=other, reason="DPI", user=cast.promotora, kept=kept
        )
    with acting_as(Actor.user(cast.promotor)):
        confirm_merge(merge=merge, user=cast.promotor)

    def asked(person):
        names = {"given_names": person.given_names, "surnames": person.surnames}
        return {**names, "birth_year": person.birth_year}

    phones = {one.pk: "+50255550144", other.pk: "+50255550155"}
    for person in (one, other):
        for phone in phones.values():
            assert candidates_of(cast.promotora, **asked(person), phone=phone) == [one]
    with acting_as(Actor.user(cast.promotora)):
        separation = request_separation(merge=merge, reason="Primas", user=cast.promotora)
    with acting_as(Actor.user(cast.promotor)):
        confirm_separation(separation=separation, user=cast.promotor)
    for person in (one, other):
        assert candidates_of(cast.promotora, **asked(person), phone=phones[person.pk]) == [person]
        assert found_by(cast.promotora, phones[person.pk]) == [person]


def test_of_two_at_once_the_second_sees_what_the_first_wrote(cast, client_of, wrong):
    case = opened_case(cast.promotora, **wrong)
    address = reverse("people:correct", args=[case.person_id])
    mine, theirs = client_of(cast.promotora), client_of(cast.promotor)
    form = mine.get(address).context["form"]
    answers = {**form.initial, "seen": json.dumps(form.initial["seen"]), "phone": "5555 0144"}
    assert theirs.post(address, {**answers, "surnames": "Ficticia Otra"}).status_code == 302
    late = mine.post(address, {**answers, "given_names": "Anicia"})
    assert late.status_code == 422
    assert "Ahora dice: Ficticia Otra." in late.content.decode()
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=case.person_id).given_names == "Aniceta"
    seen = late.context["form"]["seen"].value()
    decided = mine.post(address, {**answers, "given_names": "Anicia", "seen": seen})
    assert decided.url == reverse("desk:person", args=[case.person_id])
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=case.person_id)
        assert person.full_name == f"Anicia {wrong['surnames']}"


def test_what_is_wrong_is_said_and_nothing_changes(cast, client_of, wrong):
    person = registered_person(cast.promotora, **wrong)
    address = reverse("people:correct", args=[person.pk])
    client = client_of(cast.promotora)
    form = client.get(address).context["form"]
    answers = {**form.initial, "seen": json.dumps(form.initial["seen"])}
    child = clock.today().year - 8
    for bad in (
        {"given_names": ""}, {"surnames": "123"}, {"birth_year": child}, {"phone": "12"},
        {"cui": "1"}, {"seen": "{}"}, {"seen": "no"}, {"municipality": "9999"},
    ):  # fmt: skip
        assert client.post(address, {**answers, **bad}).status_code == 422, bad
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=person.pk).full_name == person.full_name


def test_the_same_correction_twice_is_one_and_a_stale_one_is_refused(cast, wrong):
    person = registered_person(cast.promotora, **wrong)
    with acting_as(Actor.user(cast.promotora)):
        seen = identity_of(person)
        data = Correction(**{**vars(seen), **RIGHT})
        for _time in range(2):
            correct_person(person=person, seen=seen, data=data)
        with pytest.raises(Outdated):
            correct_person(person=person, seen=seen, data=Correction(**{**vars(seen), "cui": ""}))
        now = identity_of(Person.objects.get(pk=person.pk))
        minor = Correction(**{**vars(now), "birth_year": clock.today().year - 16})
        with pytest.raises(Refused):
            correct_person(person=person, seen=now, data=minor)
        assert ContactPoint.objects.filter(person=person, is_current=True).count() == 1
