"""Enrolling in a training: the page and its action."""

import uuid
from datetime import timedelta

import pytest
from tests.factories import opened_case

from arraigo.casework.enums import Directness, EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core import clock
from arraigo.core.context import NoContext
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.learning.enums import TrainingState
from arraigo.learning.models import Enrolment
from arraigo.learning.tests.making import course, enrolled

pytestmark = pytest.mark.django_db


def form(**changes):
    today = clock.today().isoformat()
    defaults = {
        "id": str(uuid.uuid4()), "service": str(course().pk),
        "occurred_on": today, "starts_on": today, "expected_end_on": "",
    }  # fmt: skip
    return {**defaults, **changes}


def url(case):
    return f"/formacion/casos/{case.pk}/inscribir/"


def test_a_form_sent_twice_enrols_once_and_leaves_one_line(cast, case, client_of, as_system):
    client = client_of(cast.promotora)
    assert case.person.surnames in client.get(url(case)).content.decode()
    typed = form()
    for _time in range(2):
        answer = client.post(url(case), typed)
        assert answer["Location"] == f"/casos/{case.pk}/"
    enrolment = Enrolment.objects.get(case=case)
    assert enrolment.state == TrainingState.IN_PROGRESS
    assert enrolment.award.code == "CAP-US-01"
    assert enrolment.directness == Directness.DIRECT
    assert CaseEvent.objects.filter(case=case, kind=EventKind.ENROLLED).count() == 1


def test_a_mistake_is_told_beside_the_field_and_nothing_typed_is_lost(cast, case, client_of):
    client = client_of(cast.promotora)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = client.post(
        url(case), form(occurred_on=tomorrow, service="", expected_end_on="2020-01-01")
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Escoja la formación.", "La fecha no puede ser futura.",
                  "No puede terminar antes de empezar."):  # fmt: skip
        assert text.count(words) == 2
    assert 'value="2020-01-01"' in text


def test_a_training_still_to_come_is_waited_for(cast, case, as_system):
    later = clock.today() + timedelta(days=9)
    enrolment = enrolled(case, cast.promotora, starts_on=later)
    assert enrolment.state == TrainingState.ENROLLED


def test_nobody_holds_two_places_in_one_training(cast, case, client_of, as_system):
    client = client_of(cast.promotora)
    enrolled(case, cast.promotora)
    answer = client.post(url(case), form())
    assert answer.status_code == 422
    assert "ya está inscrita" in answer.content.decode()


def test_another_office_finds_no_such_case(cast, case, client_of):
    client = client_of(cast.promotora_esq)
    assert client.get(url(case)).status_code == 404
    assert client.post(url(case), form()).status_code == 404
    with pytest.raises(Refused):
        enrolled(case, cast.promotora_esq)


def test_a_form_of_another_case_is_not_taken_for_this_one(cast, client_of):
    one, other = opened_case(cast.promotora), opened_case(cast.promotora)
    client, typed = client_of(cast.promotora), form()
    client.post(url(one), typed)
    answer = client.post(url(other), typed)
    assert answer.status_code == 422
    assert "Ábralo de nuevo" in answer.content.decode()


def test_a_training_no_longer_offered_is_refused(cast, case, as_system):
    Service.objects.filter(pk=course().pk).update(is_active=False)
    with pytest.raises(Refused, match="ya no se ofrece"):
        enrolled(case, cast.promotora)


def test_without_a_context_the_table_fails_by_name():
    with pytest.raises(NoContext):
        Enrolment.objects.count()
