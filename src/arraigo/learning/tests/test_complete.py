"""Finishing a training, leaving it, and voiding what was recorded by mistake."""

import uuid
from datetime import date, timedelta

import pytest

from arraigo.casework.enums import Directness, EventKind, EvidenceStatus
from arraigo.casework.models import CaseEvent, ServiceDelivery
from arraigo.core import clock
from arraigo.learning.enums import TrainingState
from arraigo.learning.models import Completion
from arraigo.learning.tests.making import enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]


@pytest.fixture
def enrolment(cast, case):
    return enrolled(case, cast.promotora, starts_on=date(2026, 4, 6))


def url(enrolment, verb=""):
    return f"/formacion/inscripciones/{enrolment.pk}/{verb}"


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "occurred_on": clock.today().isoformat(),
        "evidence_status": "verified", "evidence_note": "Diploma 14",
    }  # fmt: skip
    return {**values, **changes}


def test_finishing_leaves_one_completion_one_delivery_and_their_lines(cast, client_of, enrolment):
    client, form = client_of(cast.promotora), typed()
    for _time in range(2):
        assert client.post(url(enrolment, "terminar/"), form).status_code == 302
    completion = Completion.objects.get(enrolment=enrolment)
    delivery = ServiceDelivery.objects.get(source_id=completion.pk)
    enrolment.refresh_from_db()
    assert enrolment.state == TrainingState.FINISHED
    assert (delivery.award, delivery.service) == (enrolment.award, enrolment.service)
    assert delivery.directness == Directness.DIRECT
    assert delivery.evidence_status == EvidenceStatus.VERIFIED
    kinds = CaseEvent.objects.filter(case=enrolment.case).values_list("kind", flat=True)
    assert list(kinds).count(EventKind.TRAINING_COMPLETED) == 1
    assert list(kinds).count(EventKind.SERVICE_DELIVERED) == 1


def test_two_people_finish_it_once(cast, client_of, enrolment):
    assert client_of(cast.promotora).post(url(enrolment, "terminar/"), typed()).status_code == 302
    second = client_of(cast.supervisora).post(url(enrolment, "terminar/"), typed())
    assert second.status_code == 422
    assert Completion.objects.count() == 1


def test_nobody_finishes_before_the_start_or_tomorrow(cast, client_of, enrolment):
    client = client_of(cast.promotora)
    early = client.post(url(enrolment, "terminar/"), typed(occurred_on="2026-04-05"))
    assert "anterior al inicio" in early.content.decode()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    late = client.post(url(enrolment, "terminar/"), typed(occurred_on=tomorrow))
    assert (early.status_code, late.status_code) == (422, 422)
    assert not Completion.objects.exists()


def test_voiding_the_completion_voids_its_delivery_and_the_training_goes_on(
    cast, client_of, enrolment
):
    client = client_of(cast.promotora)
    client.post(url(enrolment, "terminar/"), typed())
    completion = Completion.objects.get()
    blocked = client.post(url(enrolment, "anular/"), {"reason": "No era"})
    assert blocked.status_code == 422
    assert "Anule primero" in blocked.content.decode()
    void = f"/formacion/terminaciones/{completion.pk}/anular/"
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "No terminó"}).status_code == 302
    assert client.post(void, {"reason": "Otra vez"}).status_code == 422
    enrolment.refresh_from_db()
    assert enrolment.state == TrainingState.IN_PROGRESS
    assert not ServiceDelivery.objects.standing().filter(source_id=completion.pk).exists()
    assert client.post(url(enrolment, "terminar/"), typed()).status_code == 302
    assert Completion.objects.standing().count() == 1


def test_voiding_is_refused_once_she_has_enrolled_again(cast, client_of, enrolment):
    client = client_of(cast.promotora)
    client.post(url(enrolment, "terminar/"), typed())
    enrolled(enrolment.case, cast.promotora)
    void = f"/formacion/terminaciones/{Completion.objects.get().pk}/anular/"
    answer = client.post(void, {"reason": "No terminó"})
    assert answer.status_code == 422
    assert "inscrita otra vez" in answer.content.decode()
    assert Completion.objects.standing().count() == 1


def test_leaving_says_when_and_why(cast, client_of, enrolment):
    client, today = client_of(cast.promotora), clock.today().isoformat()
    assert client.post(url(enrolment, "dejar/"), {"dropped_on": today}).status_code == 422
    form = {"dropped_on": today, "reason": "Encontró trabajo"}
    for _time in range(2):
        assert client.post(url(enrolment, "dejar/"), form).status_code == 302
    page = client.get(url(enrolment)).content.decode()
    assert "Encontró trabajo" in page
    assert url(enrolment, "terminar/") not in page
    assert client.post(url(enrolment, "terminar/"), typed()).status_code == 422


def test_beginning(cast, case, client_of):
    later = clock.today() + timedelta(days=3)
    waiting = enrolled(case, cast.promotora, starts_on=later)
    client = client_of(cast.promotora)
    for _time in range(2):
        assert client.post(url(waiting, "empezar/")).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == TrainingState.IN_PROGRESS


def test_another_office_finds_nothing(cast, client_of, enrolment):
    client = client_of(cast.promotora_esq)
    for verb in ("", "terminar/", "dejar/", "anular/"):
        assert client.get(url(enrolment, verb)).status_code == 404
    assert client.post(url(enrolment, "empezar/")).status_code == 404
    assert client_of(cast.oficial).get(url(enrolment)).status_code == 200
