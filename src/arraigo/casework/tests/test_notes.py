"""Notes and counselling sessions."""

import uuid
from datetime import timedelta

import pytest

from arraigo.casework.actions import annul_fact, record_note, record_session
from arraigo.casework.enums import NoteKind
from arraigo.casework.models import CaseState, CounsellingSession, Due, Note, ServiceDelivery
from arraigo.casework.tests.making import START, note, on_day, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.organizations.models import Organization

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture
def counselling(cast):
    with acting_as(SYSTEM):
        return Service.objects.create(
            name="Consejería propia (ficticia)", type_id="consejeria",
            organization=Organization.objects.get(name="Taller Escuela Ficticio"),
        )  # fmt: skip


def test_a_note_once_and_a_visit_is_a_contact(cast, case):
    with on_day(cast.promotora, 3):
        data = note(case)
        assert record_note(data=data, user=cast.promotora) == record_note(
            data=data, user=cast.promotora
        )
        assert CaseState.objects.get(case=case).last_contact_on == DAY
        record_note(data=note(case, kind=NoteKind.VISIT), user=cast.promotora)
        assert CaseState.objects.get(case=case).last_contact_on == clock.today()


def test_a_session_leaves_its_delivery_and_its_next_step(cast, case, counselling):
    with on_day(cast.promotora, 3):
        data = session(case, next_step="Ir al CENTRARSE", next_on=DAY + timedelta(days=10))
        one = record_session(data=data, user=cast.promotora)
        assert record_session(data=data, user=cast.promotora) == one
        delivery = ServiceDelivery.objects.get()
        assert (delivery.service, delivery.directness) == (counselling, "direct")
        assert delivery.award.code == "CAP-US-01"
        assert Due.objects.get().title == "Ir al CENTRARSE"
        annul_fact(fact=one, user=cast.promotora, reason="Fue otro caso")
        assert not ServiceDelivery.objects.standing().exists()


def test_without_the_service_only_the_session(cast, case):
    with on_day(cast.promotora):
        record_session(data=session(case), user=cast.promotora)
        assert not ServiceDelivery.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"topics": ()}, {"topics": ("magia",)}, {"next_on": DAY - timedelta(1)},
     {"occurred_on": DAY + timedelta(1)}, {"occurred_on": DAY - timedelta(1)}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused(cast, case, wrong):
    with on_day(cast.promotora), pytest.raises(Refused):
        record_session(data=session(case, **wrong), user=cast.promotora)


def test_the_note_page(cast, case, client_of):
    client, url = client_of(cast.promotora), f"/casos/{case.pk}/nota/"
    refused = client.post(url, {"kind": "visit", "duration_minutes": "x"})
    assert refused.status_code == 422
    assert refused.content.decode().count("Falta responder: ¿Qué pasó?") == 2
    told = {"id": str(uuid.uuid4()), "kind": "visit", "text": "Vio el taller",
            "occurred_on": str(clock.today()), "is_challenge": "on"}  # fmt: skip
    for _ in range(2):
        assert client.post(url, told).status_code == 302
    page = client.get(f"/casos/{case.pk}/").content.decode()
    assert "Vio el taller" in page
    assert "Desafío" in page
    with acting_as(SYSTEM):
        written = Note.objects.get()
    assert client_of(cast.promotora_esq).get(url).status_code == 404
    annul = f"/casos/registros/nota/{written.pk}/anular/"
    assert annul in page
    assert client.post(annul, {}).status_code == 422
    assert client.post(annul, {"reason": "Error"}).status_code == 302
    assert client.post(annul, {"reason": "Error"}).status_code == 422
    assert client.get(f"/casos/registros/otra/{written.pk}/anular/").status_code == 404
    assert client_of(cast.promotora_esq).get(annul).status_code == 404


def test_the_session_page(cast, case, client_of):
    client, url = client_of(cast.promotora), f"/casos/{case.pk}/consejeria/"
    refused = client.post(url, {"agreements": "Llevar papeles", "mode": "office"})
    assert refused.status_code == 422
    assert "Llevar papeles" in refused.content.decode()
    told = {"id": str(uuid.uuid4()), "mode": "office", "topics": ["empleo"],
            "occurred_on": str(clock.today())}  # fmt: skip
    for _ in range(2):
        assert client.post(url, told).status_code == 302
    with acting_as(SYSTEM):
        assert CounsellingSession.objects.count() == 1
    assert client_of(cast.promotora_esq).get(url).status_code == 404
