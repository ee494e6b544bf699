"""Candidates while registering: said in words within one's scope, told to nobody outside it."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import DatabaseError, transaction
from tests.factories import registered_person, registration

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.duplicates import (
    note_matches,
    probable_duplicates,
    probable_from_search,
    queue_pair,
)
from arraigo.people.linkage.elsewhere import identifiers_agree
from arraigo.people.linkage.likely import Likelihood, in_words
from arraigo.people.models import MatchCandidate

pytestmark = pytest.mark.django_db
PHONE = "+50255550177"


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.99, "Casi segura"), (0.95, "Casi segura"), (0.7, "Probable"), (0.2, "Posible")],
)
def test_a_probability_is_said_in_words(probability, word):
    assert in_words(probability).label == word


def test_the_same_person_spelt_otherwise_is_nearly_sure(cast):
    there = registered_person(
        cast.promotora, given_names="José Ángel", surnames="Vásquez Ficticioxol", phone=PHONE
    )
    data = registration(given_names="Jose", surnames="Basques Ficticioshol", phone=PHONE)
    with acting_as(Actor.user(cast.promotora)):
        (found,) = probable_duplicates(data, user=cast.promotora)
    assert (found.person, found.likelihood) == (there, Likelihood.NEARLY_SURE)


def test_a_namesake_of_another_age_and_place_is_not_told(cast):
    registered_person(cast.promotora, given_names="José", surnames="López García", birth_year=1960)
    data = registration(
        given_names="José", surnames="López García", birth_year=2001, returned_on=date(2024, 5, 3)
    )
    with acting_as(Actor.user(cast.promotora)):
        assert probable_duplicates(data, user=cast.promotora) == []


def test_a_search_already_tells_who_it_may_be(cast, client_of):
    there = registered_person(cast.promotora, given_names="Aniceta", phone=PHONE)
    with acting_as(Actor.user(cast.promotora)):
        by_name = probable_from_search(f"Aniceta {there.surnames}", user=cast.promotora)
        by_phone = probable_from_search("5555 0177", user=cast.promotora)
    assert [hit.person for hit in by_name] == [there]
    assert [hit.person for hit in by_phone] == [there]
    client = client_of(cast.promotora)
    found = client.post("/buscar/", {"q": f"Aniceta {there.surnames}"})
    page = client.get(f"/registrar/nueva/{found.url.split('/')[-2]}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "¿Es alguna de estas personas?" in text
    assert there.surnames in text
    assert "%" not in text.split("¿Es alguna")[1].split("</ul>")[0]


def test_nobody_of_another_office_is_told(cast):
    there = registered_person(cast.promotora_esq, given_names="Aniceta", phone=PHONE)
    data = registration(given_names="Aniceta", surnames=there.surnames, phone=PHONE)
    with acting_as(Actor.user(cast.promotora)):
        assert probable_duplicates(data, user=cast.promotora) == []
        assert probable_from_search(f"Aniceta {there.surnames}", user=cast.promotora) == []


def test_the_screen_says_the_same_whether_a_file_exists_elsewhere_or_not(cast, client_of):
    from arraigo.people.tests.test_register import answers

    there = registered_person(cast.promotora_esq, given_names="Aniceta", phone=PHONE)
    client = client_of(cast.promotora)
    known = answers(given_names="Aniceta", surnames=there.surnames, phone="5555 0177")
    new = answers(given_names="Pascual", surnames="Ejemplar Inventado", birth_year="1970", phone="")
    for sent in (known, new):
        answer = client.post("/registrar/nueva/", sent)
        assert answer.url.startswith("/casos/abrir/")
        assert not list(get_messages(answer.wsgi_request))
    assert "El registro queda en revisión" in client.get(answer.url).content.decode()


def test_elsewhere_three_identifiers_must_agree(cast):
    there = registered_person(cast.promotora_esq, given_names="Aniceta", phone=PHONE)
    here = registered_person(
        cast.promotora, given_names="Aniceta", surnames=there.surnames, phone=PHONE
    )
    alike = registered_person(
        cast.promotora_esq, given_names="Anicet", surnames=there.surnames, birth_year=1980
    )
    with acting_as(Actor.user(cast.promotora)):
        assert identifiers_agree(here.pk, there.pk)
        assert not identifiers_agree(here.pk, alike.pk)
    with acting_as(SYSTEM):
        traced = Trace.objects.filter(purpose="compared_elsewhere", person_id=there.pk)
        assert traced.get().actor_id == str(cast.promotora.pk)
        assert not queue_pair(here, alike, 0.99)
        assert queue_pair(here, there, 0.99)
        assert not queue_pair(there, here, 0.99)


def test_nobody_compares_a_file_that_is_not_hers(cast):
    there = registered_person(cast.promotora_esq)
    mine = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(DatabaseError), transaction.atomic():
        identifiers_agree(there.pk, mine.pk)


def test_comparing_elsewhere_is_rate_limited(cast):
    there, here = registered_person(cast.promotora_esq), registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        for _time in range(60):
            identifiers_agree(here.pk, there.pk)
        with pytest.raises(DatabaseError, match="too many comparisons"), transaction.atomic():
            identifiers_agree(here.pk, there.pk)


def test_the_job_queues_with_the_probability_and_its_version(cast):
    there = registered_person(cast.promotora, given_names="Aniceta", phone=PHONE)
    here = registered_person(
        cast.promotora, given_names="Aniceta", surnames=there.surnames, phone=PHONE
    )
    with acting_as(Actor.job("people.look_for_matches")):
        assert note_matches(here) == 1
        pair = MatchCandidate.objects.get()
    assert pair.probability > 0.9
    assert pair.model_version
