"""What a person's data said before."""

import pytest
from django.urls import reverse

from arraigo.core.context import Actor, acting_as
from arraigo.people.models import ContactPoint, Person
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db


def page_of(case):
    return reverse("rights:history", args=[case.person_id])


def test_tells_what_it_said_before_and_who_changed_it(cast, case, client_of):
    other = Municipality.objects.exclude(pk=case.person.municipality_id).first()
    with acting_as(Actor.user(cast.supervisora)):
        person = Person.objects.get(pk=case.person_id)
        person.given_names, person.sex, person.municipality = "Corregida", "m", other
        person.save()
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Práctica Supervisora Escuintla" in text
    for words in ("Persona", "Corregida", "Mujer", "Hombre", other.name):
        assert words in text
    assert "sort" not in text.partition("<main")[2]


def test_a_telephone_that_is_no_longer_hers(cast, case, client_of):
    with acting_as(Actor.user(cast.promotora)):
        contact = ContactPoint.objects.create(person=case.person, phone="+50255550101")
        contact.is_current = False
        contact.save()
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Es el actual" in text


def test_nothing_was_corrected(cast, case, client_of):
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Nadie ha corregido sus datos" in text


def test_another_office_finds_nothing(cast, case, client_of):
    assert client_of(cast.promotora_esq).get(page_of(case)).status_code == 404
