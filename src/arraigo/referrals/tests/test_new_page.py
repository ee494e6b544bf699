"""The page that refers a person."""

import base64
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.people.enums import ConsentHow, ConsentPurpose
from arraigo.people.models import Consent
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import course, form_data

pytestmark = pytest.mark.django_db

PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40).decode()


@pytest.fixture
def address(case: Case) -> str:
    return reverse("referrals:new", args=[case.pk])


@pytest.fixture
def at_work(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.promotora)


def test_offers_services_with_reasons(at_work: Client, case: Case, address: str) -> None:
    service = course()
    service.municipality_id = case.person.municipality_id
    service.save()
    answer = at_work.get(address)
    html = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    for words in (
        "Curso de soldadura (ficticio)", "Taller Escuela Ficticio", "Verificado hoy",
        "Se da en Escuintla, donde vive", "Atiende en todo el país",
        "le daremos solo los datos que se leen en esta", case.person.surnames,
    ):  # fmt: skip
        assert words in html
    assert 'name="id" value="' in html
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="referrals:new").exists()


def test_a_service_picked_before_is_first_and_chosen(at_work: Client, address: str) -> None:
    service = course()
    service.verified_on = None
    service.save()
    html = at_work.get(address, {"servicio": str(service.pk)}).content.decode()
    radio = re.search(r'<input[^>]*id="id_service_0"[^>]*>', html)
    assert radio is not None
    assert str(service.pk) in radio.group()
    assert "checked" in radio.group()
    assert "Lo escogió usted" in html
    assert at_work.get(address, {"servicio": "ninguno"}).status_code == 200


def test_no_service_says_what_to_do(at_work: Client, address: str) -> None:
    course().__class__.objects.update(verified_on=None)
    assert (
        "Ningún servicio verificado atiende en Escuintla" in at_work.get(address).content.decode()
    )


def test_sends(at_work: Client, case: Case, address: str) -> None:
    data = form_data(case)
    first = at_work.post(address, data)
    again = at_work.post(address, data)
    assert first.headers["Location"] == again.headers["Location"]
    with acting_as(SYSTEM):
        referral = Referral.objects.get()
        assert str(referral.pk) == data["id"]
        assert referral.disclosed_fields == ["nombre", "telefono"]
        assert referral.consent.witness_name == "Testigo de Prueba"


def test_keeps_the_signature(at_work: Client, case: Case, address: str) -> None:
    data = form_data(case, consent_how=ConsentHow.SIGNATURE, signature=PNG, need="")
    wrong = at_work.post(address, data)
    assert wrong.status_code == 422
    assert PNG in wrong.content.decode()
    assert at_work.post(address, {**data, "need": "Oficio"}).status_code == 302
    with acting_as(SYSTEM):
        consent = Consent.objects.get(purpose=ConsentPurpose.PARTNER)
        assert consent.signature is not None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"service": ""}, "Escoja el servicio."),
        ({"service": "00000000-0000-4000-8000-000000000000"}, "Escoja una opción de la lista"),
        ({"need": ""}, "Falta responder: ¿A qué necesidad de la persona responde?"),
        ({"priority": "ya"}, "Escoja una opción de la lista"),
        ({"disclosed_fields": []}, "Deje al menos un dato"),
        ({"consent_how": "signature"}, "Falta la firma. Pídala o elija otra forma."),
        ({"signature": "data:texto"}, "No se pudo leer la firma"),
        ({"witness_name": ""}, "Escriba el nombre del testigo."),
    ],
)
def test_errors_stand_beside_and_above_and_nothing_is_lost(
    at_work: Client, case: Case, address: str, changes: dict[str, Any], words: str
) -> None:
    answer = at_work.post(address, form_data(case, **changes))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) >= 2
    assert "Error: Referir a un servicio" in html
    assert "Sabe usar herramienta." in html
    with acting_as(SYSTEM):
        assert not Referral.objects.exists()
        assert not Consent.objects.filter(purpose=ConsentPurpose.PARTNER).exists()


def test_an_id_is_needed(at_work: Client, case: Case, address: str) -> None:
    answer = at_work.post(address, form_data(case, id="x"))
    assert answer.status_code == 422


def test_what_the_action_refuses_is_told(
    at_work: Client, case: Case, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arraigo.core.transitions import Refused
    from arraigo.referrals import views

    def refuse(**_: Any) -> None:
        raise Refused("Este servicio ya no se ofrece.")

    monkeypatch.setattr(views, "send_referral", refuse)
    answer = at_work.post(address, form_data(case))
    assert answer.status_code == 422
    assert "Este servicio ya no se ofrece." in answer.content.decode()


def test_foreign_closed_and_unknown_cases_do_not_exist(
    cast: SimpleNamespace, client_of: Callable[..., Client], case: Case, address: str
) -> None:
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    assert client_of(cast.oficial).get(address).status_code == 403
    assert client_of(cast.socia).get(address).status_code == 403
    assert "/cuenta/" in client_of().get(address).headers["Location"]
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    assert client_of(cast.promotora).get(address).status_code == 404
