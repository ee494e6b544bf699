"""Erasing a person: asked for by one, confirmed by another, found nowhere afterwards."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.casework.models import Case
from arraigo.core import clock, sealing
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentPurpose
from arraigo.people.files import read_file
from arraigo.people.models import Consent, Person, PersonFile
from arraigo.people.search.find import find_people
from arraigo.rights.erasing import refuse_erasure
from arraigo.rights.models import Erasure
from arraigo.rights.tests.living import asked, closed, confirmed, lived

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(cast):
    return closed(lived(cast.promotora), cast.promotora, cast.supervisora)


def test_what_was_counted_stays_and_nothing_names_her(cast, ended):
    surnames = ended.person.surnames
    confirmed(asked(ended, cast.promotora), cast.datos)
    with acting_as(Actor.user(cast.promotora)):
        person = Person.objects.get(pk=ended.person_id)
        assert person.full_name == "Datos borrados"
        assert (person.sex, person.birth_year) == (ended.person.sex, ended.person.birth_year)
        assert Case.objects.visible_to(cast.promotora).filter(pk=ended.pk).exists()
        assert find_people(surnames, user=cast.promotora) == []
        kept = History.objects.filter(person_id=ended.person_id)
        assert kept.exists()
        assert not kept.filter(Q(before__isnull=False) | Q(after__isnull=False)).exists()


def test_files_stay_shut_even_where_a_copy_remains(cast, ended):
    with acting_as(SYSTEM):
        row = PersonFile.objects.filter(person=ended.person_id).first()
        assert read_file(row)
    confirmed(asked(ended, cast.promotora), cast.datos)
    with acting_as(SYSTEM), pytest.raises(sealing.Unreadable):
        read_file(PersonFile.objects.get(pk=row.pk))


def test_her_permissions_end_when_she_asks(cast, ended):
    asked(ended, cast.promotora)
    with acting_as(SYSTEM):
        assert Consent.objects.current(ended.person_id, ConsentPurpose.SERVICE) is None


def test_nobody_confirms_what_she_asked_for(cast, ended):
    erasure = asked(ended, cast.promotora)
    with pytest.raises(Refused):
        confirmed(erasure, cast.promotora)
    himself = {"state": "confirmed", "decided_by": cast.promotora, "decided_at": clock.now()}
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(**himself)


def test_who_may_not_decide(cast, ended):
    erasure = asked(ended, cast.promotora)
    with pytest.raises(Refused):
        confirmed(erasure, cast.supervisora)


def test_the_database_erases_nothing_that_was_not_confirmed(cast, ended):
    erasure = asked(ended, cast.promotora)
    refused = pytest.raises(DatabaseError, match="no erasure")
    with acting_as(SYSTEM), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT rights_erase(%s)", [erasure.pk])


def test_not_while_a_case_is_open(cast):
    case = lived(cast.promotora)
    with pytest.raises(Refused):
        asked(case, cast.promotora)


def test_asked_twice_is_once_and_refused_may_be_asked_again(cast, ended):
    first = asked(ended, cast.promotora)
    assert asked(ended, cast.promotora) == first
    with acting_as(Actor.user(cast.datos)):
        with pytest.raises(Refused):
            refuse_erasure(erasure=first, reason=" ", user=cast.datos)
        refuse_erasure(erasure=first, reason="Falta el plazo", user=cast.datos)
    assert asked(ended, cast.promotora) != first


class TestPages:
    def test_from_asking_to_erasing(self, cast, ended, client_of):
        page = reverse("rights:erasure", args=[ended.person_id])
        form = {"reason": "asked", "explained": "on"}
        client = client_of(cast.promotora)
        assert "Pedir que se borren" in client.get(page).content.decode()
        assert client.post(page, form).status_code == 302
        assert "Lo confirma otra persona" in client.get(page).content.decode()
        guard = client_of(cast.datos)
        assert ended.code in guard.get(reverse("rights:find")).content.decode()
        text = guard.get(page).content.decode()
        assert ended.person.surnames not in text
        decide = reverse("rights:decide_erasure", args=[ended.person_id])
        assert guard.post(decide, {"decision": "refused"}).status_code == 422
        assert guard.post(decide, {"decision": "confirmed"}).status_code == 302
        assert "Datos borrados" in client.get(page).content.decode()
        assert guard.post(decide, {"decision": "confirmed"}).status_code == 422

    @pytest.mark.parametrize("form", [{}, {"reason": "asked"}, {"reason": "x", "explained": "on"}])
    def test_what_it_means_was_explained(self, cast, ended, client_of, form):
        page = reverse("rights:erasure", args=[ended.person_id])
        assert client_of(cast.promotora).post(page, form).status_code == 422

    def test_who_only_oversees_does_not_ask(self, cast, ended, client_of):
        page = reverse("rights:erasure", args=[ended.person_id])
        form = {"reason": "asked", "explained": "on"}
        assert client_of(cast.datos).post(page, form).status_code == 403
        assert client_of(cast.promotora_esq).post(page, form).status_code == 404

    def test_there_is_nothing_to_decide(self, cast, ended, client_of):
        decide = reverse("rights:decide_erasure", args=[ended.person_id])
        assert client_of(cast.datos).post(decide, {"decision": "confirmed"}).status_code == 404
