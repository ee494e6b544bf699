"""Finding persons: accents, order and case do not matter; scope and traces do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import opened_case, registered_person

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import SearchKey, StoredSearch
from arraigo.people.search import find_people, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [("Vásquez", "basques"), ("Xol", "Sol"), ("Yax", "llas"), ("Hernández", "ernandes")],
)
def test_names_that_sound_alike_share_their_code(one, other):
    assert sound(one) == sound(other)


@given(st.text(max_size=40))
def test_any_text_has_a_code(text):
    assert sound(text) == sound(text.upper()) or "ß" in text or not text.isascii()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "jose tzul",
        "TZUL JOSÉ",
        "José Tzul Xicará",
        "xicara tzul",
        "5555-0188",
        "+502 55550188",
        "tzu",
        "xica",
        "Xicará Jos",
        "shicara",
        "jose sul",
        "5555",
        "0188",
        "555501",
    ],
)
def test_found_however_it_is_written(cast, query):
    person = registered_person(
        cast.promotora, given_names="José", surnames="Tzul Xicará", phone="+50255550188"
    )
    with acting_as(Actor.user(cast.promotora)):
        assert [hit.person for hit in find_people(query, user=cast.promotora)] == [person]


@pytest.mark.django_db
def test_the_cui_finds_its_person_and_says_so(cast):
    person = registered_person(cast.promotora, cui="1234567890101")
    with acting_as(Actor.user(cast.promotora)):
        (hit,) = find_people("1234 56789 0101", user=cast.promotora)
    assert hit.person == person
    assert str(hit.reason) == "Mismo CUI"


@pytest.mark.django_db
def test_another_office_finds_nobody(cast, client_of):
    registered_person(cast.promotora, given_names="Aniceta", phone="+50255550144")
    client = client_of(cast.promotora_esq)
    page = client.post("/buscar/", {"q": "Aniceta"}, follow=True).content.decode()
    assert "No encontramos a nadie así" in page


@pytest.mark.django_db
def test_no_name_stands_in_the_address_and_everyone_shown_is_traced(cast, client_of):
    case = opened_case(cast.promotora)
    answer = client_of(cast.promotora).post("/buscar/", {"q": case.person.surnames}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert case.person.surnames not in address
    assert case.code in answer.content.decode()
    with acting_as(SYSTEM):
        trace = Trace.objects.get(purpose="search_results")
    assert (trace.person_id, trace.actor_id) == (case.person_id, str(cast.promotora.pk))


@pytest.mark.django_db
def test_a_case_code_finds_its_case(cast, client_of):
    case = opened_case(cast.promotora)
    page = client_of(cast.promotora).post("/buscar/", {"q": case.code.lower()}, follow=True)
    assert case.person.surnames in page.content.decode()


@pytest.mark.django_db
def test_many_namesakes_elsewhere_hide_nobody(cast, monkeypatch):
    monkeypatch.setattr("arraigo.people.search.CANDIDATES", 2)
    for _ in range(3):
        registered_person(cast.promotora_esq, given_names="Juana")
    here = registered_person(cast.promotora, given_names="Juana")
    with acting_as(Actor.user(cast.promotora)):
        assert [hit.person for hit in find_people("Juana", user=cast.promotora)] == [here]


@pytest.mark.django_db
def test_another_name_is_not_found(cast):
    registered_person(cast.promotora, given_names="Pascual", surnames="Méndez Ficticio")
    with acting_as(Actor.user(cast.promotora)):
        assert find_people("Patrisia Mendes", user=cast.promotora) == []


@pytest.mark.django_db
def test_a_search_belongs_to_its_maker(cast, client_of):
    client_of(cast.promotora).post("/buscar/", {"q": "alguien"})
    stored = StoredSearch.objects.get()
    assert client_of(cast.promotor).get(f"/buscar/{stored.pk}/").status_code == 404


@pytest.mark.django_db
def test_an_empty_search_says_what_to_write(cast, client_of):
    answer = client_of(cast.promotora).post("/buscar/", {"q": " "})
    assert answer.status_code == 422
    assert "Escriba un nombre" in answer.content.decode()


@pytest.mark.django_db
def test_the_key_table_holds_only_numbers():
    assert {field.get_internal_type() for field in SearchKey._meta.concrete_fields} == {
        "BigIntegerField",
        "UUIDField",
    }
