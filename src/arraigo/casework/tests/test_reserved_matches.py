"""Duplicates across offices, clause by clause (domain: privacy)."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.factories import opened_case, registered_person

from arraigo.casework.emergency.actions import attend_reserved_match, reserve_file
from arraigo.casework.emergency.models import ReservedMatch
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.people.duplicates import note_matches
from arraigo.people.linkage.elsewhere import identifiers_agree
from arraigo.people.merging.matches import accept_comparison
from arraigo.people.merging.queue import count_waiting
from arraigo.people.models import MatchCandidate, Person

pytestmark = pytest.mark.django_db

ALIKE = {"given_names": "María", "phone": "+50255550177"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JOB = Actor.job("people.look_for_matches")


@pytest.fixture
def twins(cast):
    """Return a case of another office and a person here that agree in four identifiers."""
    there = opened_case(cast.promotora_esq, **ALIKE)
    surnames = there.person.surnames
    return there, registered_person(cast.promotora, surnames=surnames, **ALIKE)


def reserved(case, user):
    with acting_as(Actor.user(user)):
        reserve_file(person=case.person, user=user)


def test_two_identifiers_are_not_enough(cast):
    there = registered_person(cast.promotora_esq, birth_year=1980, phone="+50255550161")
    here = registered_person(cast.promotora, birth_year=1990, phone="+50255550161")
    with acting_as(JOB):
        assert not identifiers_agree(here.pk, there.pk)


def test_the_page_says_in_review_whether_or_not_there_is_one(cast, twins):
    _there, here = twins
    client = Client()  # one that does not look for names: the twins share theirs
    client.force_login(cast.promotora, backend=BACKEND)
    words = "El registro queda en revisión por si hubiera otro expediente"

    def page(person):
        return client.get(reverse("casework:open", args=[person.pk])).content.decode()

    with acting_as(JOB):
        assert note_matches(here) == 1
    alone = registered_person(cast.promotora)
    assert words in page(here)
    assert words in page(alone)
    assert "Esquipulas" not in page(here)


def test_the_other_office_is_told_and_opens_it_when_it_accepts(cast, twins):
    there, here = twins
    with acting_as(JOB):
        note_matches(here)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert count_waiting(cast.promotora_esq) == 1  # said on Hoy
    with acting_as(Actor.user(cast.promotora)):
        assert count_waiting(cast.promotora) == 0
        assert not Person.objects.visible_to(cast.promotora).filter(pk=there.person_id).exists()
    with acting_as(Actor.user(cast.promotora_esq)):
        pair = MatchCandidate.objects.get()
        accept_comparison(candidate=pair, user=cast.promotora_esq)
    with acting_as(Actor.user(cast.promotora)):
        assert Person.objects.visible_to(cast.promotora).filter(pk=there.person_id).exists()


def test_comparing_is_traced_and_limited(cast, twins):
    there, here = twins
    with acting_as(Actor.user(cast.promotora)):
        for _number in range(60):
            assert identifiers_agree(here.pk, there.person_id)
        with pytest.raises(DatabaseError, match="too many"), transaction.atomic():
            identifiers_agree(here.pk, there.person_id)
    with acting_as(SYSTEM):
        traces = Trace.objects.filter(person_id=there.person_id, purpose="compared_elsewhere")
        assert traces.count() == 60


@pytest.mark.parametrize("by", ["job", "user"])
def test_a_reserved_file_never_answers_and_data_protection_learns(cast, twins, by):
    there, here = twins
    reserved(there, cast.supervisor_esq)
    with acting_as(JOB if by == "job" else Actor.user(cast.promotora)):
        for _time in range(2):
            assert not identifiers_agree(here.pk, there.person_id)
    with acting_as(JOB):
        assert note_matches(here) == 0
        assert not MatchCandidate.objects.exists()
    for user in (cast.promotora, cast.supervisor_esq, cast.oficial):
        with acting_as(Actor.user(user)):
            assert not ReservedMatch.objects.exists()
    with acting_as(Actor.user(cast.datos)):
        match = ReservedMatch.objects.get()
        assert {match.one, match.other} == {here.pk, there.person_id}


def test_a_pair_found_before_it_was_reserved_does_not_open(cast, twins):
    there, here = twins
    with acting_as(JOB):
        note_matches(here)
    reserved(there, cast.supervisor_esq)
    with acting_as(Actor.user(cast.promotora_esq)):
        pair = MatchCandidate.objects.get()
        with pytest.raises(Refused, match="protección de datos"):
            accept_comparison(candidate=pair, user=cast.promotora_esq)


def test_data_protection_sees_to_it_by_codes_alone(cast, twins, client_of):
    there, here = twins
    reserved(there, cast.supervisor_esq)
    with acting_as(JOB):
        note_matches(here)
    client = client_of(cast.datos)
    page = reverse("emergency:reserved_matches")
    text = client.get(page).content.decode()
    assert there.code in text
    assert there.person.surnames not in text
    with acting_as(Actor.user(cast.datos)):
        match = ReservedMatch.objects.get()
    for _time in range(2):
        done = reverse("emergency:attend_match", args=[match.pk])
        assert client.post(done).status_code == 302
    assert there.code not in client.get(page).content.decode()
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused):
        attend_reserved_match(match=match, user=cast.oficial)


def test_registration_waits_for_nothing(cast, twins):
    there, _here = twins
    reserved(there, cast.supervisor_esq)
    again = registered_person(cast.promotora, surnames=there.person.surnames, **ALIKE)
    with acting_as(SYSTEM):
        assert Person.objects.filter(pk=again.pk).exists()
        assert not MatchCandidate.objects.exists()
