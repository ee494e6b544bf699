"""Registering a person through the page."""

import uuid

import pytest
from django.urls import reverse
from tests.factories import canary, registered_person

from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import History
from arraigo.core.vault import path_of
from arraigo.people.enums import ConsentHow
from arraigo.people.linkage.records import halves_of_name
from arraigo.people.models import Consent, ContactPoint, Person, PersonFile, RefusalCount
from arraigo.people.search.models import SearchEntry
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db
URL = "/registrar/nueva/"
TINY_PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
    "GAWjR9awAAAABJRU5ErkJggg=="
)


def answers(**changes):
    place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
    return {
        "id": str(uuid.uuid4()),
        "given_names": "Persona",
        "surnames": canary(),
        "sex": "f",
        "birth_year": "1994",
        "municipality": place.pk,
        "phone": "5555 0101",
        "phone_owner": "self",
        "returned_on": "2026-03-02",
        "country": "US",
        "cui": "",
        "decision": "given",
        "consent_how": "signature",
        "signature": TINY_PNG,
        "witness_name": "",
        "seen_duplicates": "",
        **changes,
    }


def test_seven_answers_and_the_consent_make_a_file(cast, client_of):
    sent = answers()
    answer = client_of(cast.promotora).post(URL, sent)
    assert answer.status_code == 302
    assert answer.url == reverse("casework:open", args=[sent["id"]])
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=sent["id"])
        assert str(ContactPoint.objects.get(person=person).phone) == "+50255550101"
        assert SearchEntry.objects.filter(person_id=person.pk).exists()
        consent = Consent.objects.get(person=person)
        assert consent.how == ConsentHow.SIGNATURE
        assert consent.text.version == 1
        from arraigo.people.files import read_file

        assert read_file(consent.signature).startswith(b"\x89PNG")
        history = History.objects.get(table_name="people_person", row_id=str(person.pk))
        assert (history.operation, history.actor_id) == ("INSERT", str(cast.promotora.pk))


def test_the_signature_lies_sealed_on_the_disk(cast, client_of, settings):
    sent = answers()
    client_of(cast.promotora).post(URL, sent)
    with acting_as(SYSTEM):
        row = PersonFile.objects.get(person=sent["id"])
    assert b"PNG" not in path_of(row.pk).read_bytes()


def test_the_same_form_twice_registers_once(cast, client_of):
    client, sent = client_of(cast.promotora), answers()
    first, second = client.post(URL, sent), client.post(URL, sent)
    assert first.url == second.url
    with acting_as(SYSTEM):
        assert Person.objects.filter(surnames=sent["surnames"]).count() == 1
        assert Consent.objects.filter(person=sent["id"]).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("given_names", "", "Falta responder: Nombres"),
        ("birth_year", "1492", "Escriba un año entre"),
        ("birth_year", "mil", "Escriba el año con cuatro números"),
        ("municipality", "", "Falta responder: Municipio donde vive"),
        ("phone", "55", "Escriba un teléfono de 8 números"),
        ("returned_on", "2199-01-01", "La fecha no puede ser futura."),
        ("returned_on", "1990-01-01", "La fecha de retorno es anterior al nacimiento."),
        ("given_names", "12345 !!!", "Escriba el nombre con letras"),
        ("given_names", "\u200b", "Escriba el nombre con letras"),
        ("birth_year", "2015", "Es menor de 15 años"),
        ("birth_year", "2009", "Puede ser menor de 18 años"),
        ("cui", "123", "El CUI tiene 13 números."),
        ("signature", "", "Falta la firma."),
        ("signature", "data:image/png;base64,AAAA", "No se pudo leer la firma."),
        ("decision", "", "Falta responder: ¿Acepta la persona"),
    ],
)
def test_bad_input_says_what_to_do_and_loses_nothing(cast, client_of, field, value, message):
    sent = answers(**{field: value})
    answer = client_of(cast.promotora).post(URL, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Hay un problema" in page
    assert 'href="#id_' in page
    assert sent["surnames"] in page
    assert "<title>Error: " in page
    with acting_as(SYSTEM):
        assert not Person.objects.filter(pk=sent["id"]).exists()
        assert not RefusalCount.objects.exists()


def test_a_witness_must_be_named(cast, client_of):
    answer = client_of(cast.promotora).post(URL, answers(consent_how="witness", signature=""))
    assert "Escriba el nombre del testigo." in answer.content.decode()


def test_who_is_registered_in_training_is_fictitious(cast, client_of, settings):
    settings.TRAINING_MODE = True
    client_of(cast.promotora).post(URL, answers())
    with acting_as(SYSTEM):
        assert Person.objects.get().is_training


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Rosa", ("Rosa", "")),
        ("Rosa López", ("Rosa", "López")),
        ("Rosa López Caal", ("Rosa", "López Caal")),
        ("Rosa María López Caal", ("Rosa María", "López Caal")),
        ("Rosa María López de León 5555", ("Rosa María", "López de León")),
    ],
)
def test_a_name_typed_in_one_is_parted_as_most_names_are(text, halves):
    assert halves_of_name(text) == halves


def test_a_doubtful_cui_warns_and_is_kept(cast, client_of):
    client, sent = client_of(cast.promotora), answers(cui="1234 56780 0101")
    answer = client.post(URL, sent, follow=True)
    assert "el CUI no parece correcto" in answer.content.decode()
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=sent["id"]).cui == "1234567800101"


def test_refusal_keeps_only_a_count(cast, client_of):
    sent = answers(decision="refused", given_names="", surnames="")
    answer = client_of(cast.promotora).post(URL, sent, follow=True)
    assert "No se guardó ningún dato" in answer.content.decode()
    client_of(cast.promotora).post(URL, sent)
    with acting_as(SYSTEM):
        assert RefusalCount.objects.count() == 1
        assert Person.objects.count() == 0


def test_an_adolescent_is_registered_with_her_guardian(cast, client_of):
    sent = answers(birth_year="2009", guardian_name="Madre Ficticia")
    assert client_of(cast.promotora).post(URL, sent).status_code == 302
    with acting_as(SYSTEM):
        assert Consent.objects.get(person=sent["id"]).guardian_name == "Madre Ficticia"


def test_a_probable_duplicate_is_shown_before_saving_and_may_be_another_person(cast, client_of):
    there = registered_person(cast.promotora, given_names="José Ángel", birth_year=1990)
    client = client_of(cast.promotora)
    sent = answers(given_names="jose angel", surnames=there.surnames.upper(), birth_year="1991")
    answer = client.post(URL, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "¿Es alguna de estas personas?" in page
    assert str(there.pk) in page
    seen = answer.context["seen"]
    assert client.post(URL, {**sent, "seen_duplicates": seen}).status_code == 302


def test_a_duplicate_in_another_office_is_not_told_and_registration_goes_on(cast, client_of):
    there = registered_person(cast.promotora_esq, given_names="María", phone="+50255550177")
    sent = answers(given_names="María", surnames=there.surnames, phone="5555 0177")
    answer = client_of(cast.promotora).post(URL, sent)
    assert answer.status_code == 302


def test_what_was_searched_for_is_not_asked_again(cast, client_of):
    client = client_of(cast.promotora)
    found = client.post("/buscar/", {"q": "Nadie Ficticiax"})
    page = client.get(f"/registrar/nueva/{found.url.split('/')[-2]}/").content.decode()
    assert 'value="Nadie"' in page
    assert 'value="Ficticiax"' in page


def test_a_strangers_search_fills_nothing(cast, client_of):
    found = client_of(cast.promotora).post("/buscar/", {"q": "Nadie Ficticiax"})
    other = client_of(cast.promotor).get(f"/registrar/nueva/{found.url.split('/')[-2]}/")
    assert other.status_code == 404
