"""Any single slip in a registered name still finds the person among a few hundred."""

import random
import uuid

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.enums import ScopeReason, Sex
from arraigo.people.models import Person, PersonScope
from arraigo.people.offices import office_of
from arraigo.people.search import candidates, rebuild
from arraigo.people.search.find import find_people
from arraigo.people.search.index import count_words, index_people
from arraigo.people.search.keys import secret
from arraigo.people.search.models import SearchEntry, SearchWord
from arraigo.people.search.vocabulary import readings
from arraigo.people.search.words import words_of

GIVEN = ("María", "José", "Juan", "Ana", "Luis", "Carlos", "Rosa", "Jorge", "Ixchel", "Yovani",
         "Wilmer", "Hermelinda", "Pascual", "Mónica", "Byron", "Íngrid")  # fmt: skip
SURNAMES = ("López", "García", "Hernández", "Vásquez", "Xol", "Tz'ul", "Ch'okal", "Pop", "Caal",
            "Xicará", "Quej", "Ixcoy", "Icó", "Güitz", "Velásquez", "de León", "Ajú", "Coc",
            "Chávez", "Yat", "Ba'", "K'ulb'il", "Núñez", "Jiménez")  # fmt: skip
SIZE = 250
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def registry(cast):
    """A few hundred persons of the promotora's office with distinct names."""
    dice = random.Random(2026)
    names: dict[tuple[str, str], None] = {}
    while len(names) < SIZE:
        given_names = dice.sample(GIVEN, dice.choice((1, 1, 2)))
        names[" ".join(given_names), " ".join(dice.sample(SURNAMES, dice.choice((1, 2, 2))))] = None
    office = office_of(cast.promotora)
    with acting_as(SYSTEM):
        ids = [uuid.UUID(int=dice.getrandbits(128), version=4) for _ in names]
        PersonScope.objects.bulk_create(
            PersonScope(person_id=pk, office=office, reason=ScopeReason.REGISTERED) for pk in ids
        )
        people = Person.objects.bulk_create(
            Person(
                id=pk, given_names=given_names, surnames=surnames, sex=Sex.FEMALE, birth_year=1990,
                municipality=office.municipality, registered_by=cast.promotora,
            )
            for pk, (given_names, surnames) in zip(ids, names, strict=True)
        )  # fmt: skip
        index_people(people)
    return people


def slip(draw, word):
    """Return `word` with a letter left out, added, changed, or swapped with the next."""
    place, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from(LETTERS))
    return draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            ]
        )
    )


@pytest.mark.django_db
def test_one_slip_in_any_word_of_a_whole_name(cast, registry):
    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.data())
    def check(data):
        person = data.draw(st.sampled_from(registry))
        words = words_of(person.full_name)
        at = data.draw(st.integers(0, len(words) - 1))
        words[at] = slip(data.draw, words[at])
        assume(words[at])
        with acting_as(Actor.user(cast.promotora)):
            found = find_people(" ".join(words), user=cast.promotora)
        assert person in [hit.person for hit in found]

    check()


@pytest.mark.django_db
def test_order_accents_apostrophes_case_and_a_missing_surname_never_matter(cast, registry):
    @settings(
        max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.data())
    def check(data):
        person = data.draw(st.sampled_from(registry))
        words = person.full_name.split()
        if len(words) > 3 and data.draw(st.booleans()):
            words.pop()
        data.draw(st.randoms()).shuffle(words)
        text = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(" ".join(words))
        text = text.replace("'", data.draw(st.sampled_from(["'", "’", "ʼ", "ꞌ", ""])))
        with acting_as(Actor.user(cast.promotora)):
            found = find_people(text, user=cast.promotora)
        assert all(hit.score >= 99 for hit in found[:1])
        others = [one for one in registry if set(words_of(text)) <= set(words_of(one.full_name))]
        assert person in [hit.person for hit in found] or len(others) > 10

    check()


@pytest.mark.django_db
def test_rebuilding_makes_what_is_missing_and_leaves_the_rest(cast, registry, monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 20)
    with acting_as(SYSTEM):
        lost = [person.pk for person in registry[:50]]
        SearchEntry.objects.filter(person_id__in=lost).delete()
        kept = SearchEntry.objects.get(person_id=registry[60].pk).pk
        assert rebuild.waiting() == 50
    done = []
    assert rebuild.rebuild(progress=done.append) == 50
    assert done == [20, 40, 50]
    with acting_as(SYSTEM):
        assert SearchEntry.objects.count() == SIZE
        assert SearchEntry.objects.get(person_id=registry[60].pk).pk == kept
        assert SearchWord.objects.filter(persons__gt=1).exists()
        assert rebuild.waiting() == 0


@pytest.mark.django_db
def test_a_joined_name_is_taken_apart_where_its_halves_are_met_most(cast, registry):
    with acting_as(SYSTEM):
        count_words()
        words = dict(SearchWord.objects.values_list("key", "id"))
        likeliest = next(slots for slots in readings(["hermelindacaal"]) if len(slots) == 2)
    expected = [words[secret(f"word:{name}")] for name in ("hermelinda", "caal")]
    assert [slot[0].word_id for slot in likeliest] == expected


@pytest.mark.django_db
def test_who_looks_for_a_common_pair_still_finds_the_rare_name(cast, registry, monkeypatch):
    monkeypatch.setattr(candidates, "REACHED", 3)
    person = registry[7]
    with acting_as(SYSTEM):
        count_words()
    with acting_as(Actor.user(cast.promotora)):
        assert person.pk in candidates.candidate_ids(person.full_name, user=cast.promotora)
