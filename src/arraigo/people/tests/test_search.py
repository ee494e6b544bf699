"""Finding persons: accents, order and case do not matter; scope and traces do."""

import pytest
from tests.factories import opened_case, registered_person

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.actions import give_scope
from arraigo.people.enums import ScopeReason, Sex
from arraigo.people.offices import office_of
from arraigo.people.search.candidates import candidate_ids
from arraigo.people.search.find import find_people
from arraigo.people.search.models import (
    SearchClue,
    SearchEntry,
    SearchWord,
    StoredSearch,
)


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
        "josetzul",
        "jose tzulxicara",
        "J. Xicará",
        "Jsoe Tzlu Xciara",
        "Tz’ul Xicara de Pérez",
        "xic ara",
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
    monkeypatch.setattr("arraigo.people.search.candidates.MOST", 2)
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


@pytest.mark.parametrize("model", [SearchWord, SearchClue, SearchEntry])
def test_the_search_tables_hold_only_numbers(model):
    kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
    assert kinds <= {
        "AutoField", "BigIntegerField", "IntegerField", "SmallIntegerField", "UUIDField",
        "ArrayField",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("José Tzul Xicará", "Mismo nombre"),
        ("tzul", "Parte del nombre"),
        ("tzul shicara", "Nombre parecido: Xicará ≈ shicara"),
        ("josetzul", "Nombre parecido: José Tzul ≈ josetzul"),
        ("5555 0188", "Mismo teléfono"),
        ("550188", "Parte del teléfono"),
        ("1234 56789 0101", "Mismo CUI"),
        ("56789", "Parte del CUI"),
        ("1234", "Parte del CUI"),
    ],
)
def test_it_says_why(cast, query, reason):
    registered_person(
        cast.promotora,
        given_names="José",
        surnames="Tzul Xicará",
        phone="+50255550188",
        cui="1234567890101",
    )
    with acting_as(Actor.user(cast.promotora)):
        (hit,) = find_people(query, user=cast.promotora)
    assert str(hit.reason) == reason


@pytest.mark.django_db
def test_a_married_name_finds_her_and_may_be_missing(cast):
    person = registered_person(
        cast.promotora, given_names="Ana", surnames="Caal Pop de Pérez", sex=Sex.FEMALE
    )
    with acting_as(Actor.user(cast.promotora)):
        (by_married,) = find_people("Ana Pérez", user=cast.promotora)
        (without,) = find_people("Ana Caal de Gómez", user=cast.promotora)
    assert by_married.person == without.person == person
    assert str(by_married.reason) == "Apellido de casada"


@pytest.mark.django_db
def test_what_fits_stands_out_in_the_result(cast, client_of):
    registered_person(cast.promotora, given_names="José", surnames="Tz'ul <Xicará>")
    page = client_of(cast.promotora).post("/buscar/", {"q": "josé tzul"}, follow=True)
    assert "<mark>José</mark> <mark>Tz&#x27;ul</mark> &lt;Xicará&gt;" in page.content.decode()


@pytest.mark.django_db
def test_who_may_see_her_from_now_on_finds_her(cast):
    person = registered_person(cast.promotora, given_names="Aniceta", surnames="Chub Tiul")
    other = cast.promotora_esq
    with acting_as(Actor.user(cast.promotora)):
        give_scope(person=person, reason=ScopeReason.CASE, office=office_of(other))
    with acting_as(Actor.user(other)):
        assert [hit.person for hit in find_people("anizeta shub", user=other)] == [person]


@pytest.mark.django_db
def test_a_job_finds_candidates_of_every_office(cast):
    person = registered_person(cast.promotora_esq, given_names="Aniceta", phone="+50255550144")
    with acting_as(SYSTEM):
        assert candidate_ids("Anizeta") == [person.pk]
        assert candidate_ids(numbers=["50255550144"]) == [person.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["{0}", "{1}", "{2}", "{3}", "  {1} "])
def test_a_case_code_may_lack_dashes_zeros_and_check(cast, client_of, how):
    code = opened_case(cast.promotora).code
    office, year, number, check = code.split("-")
    forms = (code.lower(), f"{office}{year}{number}{check}", f"{office} {year} {int(number)}",
             f"{office}-{year}-{number}")  # fmt: skip
    page = client_of(cast.promotora).post("/buscar/", {"q": how.format(*forms)}, follow=True)
    assert code in page.content.decode()
    assert "Código de caso" in page.content.decode()


@pytest.mark.django_db
def test_a_wrong_case_code_says_so(cast, client_of):
    code = opened_case(cast.promotora).code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    page = client_of(cast.promotora).post("/buscar/", {"q": wrong}, follow=True)
    assert "Ese código no es de un caso de su oficina" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("Fulgencia Inexistente", "Pruebe con menos palabras"),
        ("Fulgencia", "las primeras tres o cuatro letras"),
        ("99998888", "busque por el nombre"),
    ],
)
def test_nobody_found_says_what_to_try(cast, client_of, query, advice):
    page = client_of(cast.promotora).post("/buscar/", {"q": query}, follow=True)
    assert advice in page.content.decode()
