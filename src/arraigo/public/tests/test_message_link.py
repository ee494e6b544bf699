"""Answering with the link of the message: a code, then the agreed data and every answer."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from tests.factories import opened_case

from arraigo.casework.models import ServiceDelivery
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import Person
from arraigo.referrals.models import AnswerLink, Referral, ReferralEvent
from arraigo.referrals.tests.making import (
    again,
    mailed_code,
    message_token,
    run_jobs,
    sent,
    slip_token,
    withdraw_consent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(referral: Referral) -> str:
    return f"/m/{message_token(referral)}/"


def ask(visitor: Client, address: str) -> str:
    """Ask for a code, let the job mail it, and return it."""
    visitor.post(f"{address}codigo/")
    run_jobs("send_code")
    return mailed_code()


def enter(visitor: Client, address: str) -> Any:
    """Open the link with a code; return the page behind it."""
    code = ask(visitor, address)
    return visitor.post(address, {"code": code}, follow=True)


def person_of(referral: Referral) -> Person:
    with acting_as(SYSTEM):
        return Person.objects.select_related("municipality").get(pk=referral.person_id)


def test_before_the_code_nothing_is_shown(
    visitor: Client, referral: Referral, address: str
) -> None:
    answer = visitor.get(address)
    html = answer.content.decode()
    assert "r•••@taller.example" in html
    assert "Enviar código" in html
    person = person_of(referral)
    for private in (person.surnames, person.initials, "recepcion@", "soldadura", "Escuintla"):
        assert private not in html
    refused = visitor.post(address, {"answer": "se_presento"})
    assert refused.status_code == 422
    assert again(referral).state == "enviada"
    with acting_as(SYSTEM):
        assert not Trace.objects.filter(purpose="public:message").exists()


def test_the_code_goes_to_the_registered_contact_only(visitor: Client, address: str) -> None:
    code = ask(visitor, address)
    assert mail.outbox[-1].to == ["recepcion@taller.example"]
    assert code not in mail.outbox[-1].subject
    with acting_as(SYSTEM):
        link = AnswerLink.objects.get()
        assert code not in link.code_hash
    assert "Entrar" in visitor.get(address).content.decode()


def test_the_code_opens_the_agreed_data(visitor: Client, referral: Referral, address: str) -> None:
    html = enter(visitor, address).content.decode()
    person = person_of(referral)
    for known in (person.full_name, "5555 0123", "Mujer", "1994", "Escuintla", "herramienta"):
        assert known in html.replace("-", " ")
    assert referral.need not in html
    assert again(referral).state == "recibida"
    with acting_as(SYSTEM):
        trace = Trace.objects.filter(person_id=person.pk, purpose="public:message").get()
        assert trace.actor_kind == "link"


def test_only_the_agreed_data(cast: SimpleNamespace, visitor: Client) -> None:
    case = opened_case(cast.promotora, phone="+50255550123")
    smaller = sent(case, cast.promotora, "municipio")
    html = enter(visitor, f"/m/{message_token(smaller)}/").content.decode()
    person = person_of(smaller)
    assert "Escuintla" in html
    for private in (person.surnames, "5555-0123", "1994", "Mujer"):
        assert private not in html


def test_another_browser_stays_out(client_of: Any, visitor: Client, address: str) -> None:
    enter(visitor, address)
    assert "Quedó" not in client_of().get(address).content.decode()
    assert "Confirme que es la institución" in client_of().get(address).content.decode()


def test_open_for_half_an_hour(visitor: Client, address: str) -> None:
    enter(visitor, address)
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert "Confirme que es la institución" in visitor.get(address).content.decode()


def test_opening_one_link_opens_no_other(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    enter(visitor, address)
    other = sent(opened_case(cast.promotora), cast.promotora)
    html = visitor.get(f"/m/{message_token(other)}/").content.decode()
    assert "Confirme que es la institución" in html


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ({"answer": "se_presento"}, "se_presento"),
        ({"answer": "no_se_presento"}, "no_se_presento"),
        ({"answer": "inscrita"}, "en_servicio"),
        ({"answer": "lista_de_espera"}, "lista_de_espera"),
        ({"answer": "no_cumple_requisitos", "reason": "edad", "note": "Pide 18"}, "rechazada"),
        ({"answer": "servicio_recibido", "evidence_note": "Diploma 7"}, "concluida"),
    ],
)
def test_every_answer(
    visitor: Client, referral: Referral, address: str, data: dict[str, str], state: str
) -> None:
    enter(visitor, address)
    for _time in range(2):
        done = visitor.post(address, data, follow=True)
        assert done.status_code == 200
        assert "Quedó anotado" in done.content.decode()
    assert again(referral).state == state
    with acting_as(SYSTEM):
        event = ReferralEvent.objects.get(name=data["answer"])
        assert (event.channel, event.actor_kind) == ("enlace_mensaje", "link")
        assert (event.reason, event.note) == (data.get("reason", ""), data.get("note", ""))


def test_a_service_received_is_delivered_once_and_verified(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    enter(visitor, address)
    for answer in ("se_presento", "inscrita", "servicio_recibido", "servicio_recibido"):
        data = {"answer": answer, "evidence_note": "Diploma 7"}
        assert visitor.post(address, data).status_code == 302
    with acting_as(SYSTEM):
        delivery = ServiceDelivery.objects.get()
    assert delivery.evidence_status == "verified"
    assert delivery.evidence_note == "Diploma 7"
    assert delivery.recorded_by is None
    assert delivery.award == cast.promotora.active_memberships[0].default_award


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"answer": ""}, "Escoja qué pasó."),
        ({"answer": "retirar"}, "Escoja una opción de la lista"),
        ({"answer": "no_cumple_requisitos"}, "Diga qué requisito no cumple."),
        ({"answer": "no_cumple_requisitos", "reason": "fea"}, "Escoja una opción de la lista"),
        ({"answer": "servicio_recibido", "occurred_on": "2099-01-01"}, "no puede ser futura"),
        ({"answer": "servicio_recibido", "occurred_on": "2020-01-01"}, "anterior al envío"),
    ],
)
def test_a_bad_answer_keeps_what_was_typed(
    visitor: Client, referral: Referral, address: str, data: dict[str, str], words: str
) -> None:
    enter(visitor, address)
    answer = visitor.post(address, {**data, "evidence_note": "Diploma 7", "note": "Ojo"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "Diploma 7" in html
    assert "Ojo" in html
    assert again(referral).state == "recibida"


def test_five_wrong_codes_need_a_new_one(visitor: Client, address: str) -> None:
    code = ask(visitor, address)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        answer = visitor.post(address, {"code": wrong})
        assert answer.status_code == 422
        assert f"{left} intento" in answer.content.decode()
    assert "Pida uno nuevo" in visitor.post(address, {"code": wrong}).content.decode()
    assert "Pida uno nuevo" in visitor.post(address, {"code": code}).content.decode()
    fresh = visitor.post(address, {"code": ask(visitor, address)}, follow=True)
    assert "¿Qué pasó con la persona?" in fresh.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Escriba el código"), ("12", "6 números"), ("abcdef", "6 números")],
)
def test_what_is_no_code_costs_no_attempt(
    visitor: Client, address: str, typed: str, words: str
) -> None:
    ask(visitor, address)
    answer = visitor.post(address, {"code": typed})
    assert answer.status_code == 422
    assert answer.content.decode().count(words) >= 2
    with acting_as(SYSTEM):
        assert AnswerLink.objects.get().code_attempts == 0


def test_a_code_works_once_and_for_a_quarter_of_an_hour(
    client_of: Any, visitor: Client, address: str
) -> None:
    code = ask(visitor, address)
    visitor.post(address, {"code": f"{code[:3]} {code[3:]}"})
    assert "Pida uno nuevo" in client_of().post(address, {"code": code}).content.decode()
    late = ask(visitor, address)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        answer = client_of().post(address, {"code": late})
    assert "Pida uno nuevo" in answer.content.decode()


def test_three_codes_in_a_quarter_of_an_hour(visitor: Client, address: str) -> None:
    for _time in range(3):
        assert visitor.post(f"{address}codigo/").status_code == 302
    fourth = visitor.post(f"{address}codigo/")
    assert fourth.status_code == 429
    assert "Espere 15 minutos" in fourth.content.decode()
    assert run_jobs("send_code") == 3
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert visitor.post(f"{address}codigo/").status_code == 302


def test_without_a_registered_contact_it_says_to_call(
    visitor: Client, referral: Referral, address: str
) -> None:
    referral.organization.registered_email = ""
    referral.organization.save()
    assert "no tiene un correo registrado" in visitor.get(address).content.decode()
    assert visitor.post(f"{address}codigo/").status_code == 429
    assert run_jobs("send_code") == 0


def test_after_withdrawal_of_consent_the_outcome_is_taken_and_nothing_shown(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    enter(visitor, address)
    withdraw_consent(referral, cast.promotora)
    html = visitor.get(address).content.decode()
    person = person_of(referral)
    for private in (person.surnames, "0123", "1994", "herramienta", "Mujer"):
        assert private not in html
    assert "retiró su permiso" in html
    visitor.post(address, {"answer": "servicio_recibido"})
    assert again(referral).state == "concluida"


def test_dead_links(visitor: Client, referral: Referral, address: str) -> None:
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert visitor.get(address).status_code == 404
        assert visitor.post(f"{address}codigo/").status_code == 404
    message_token(referral)  # a reminder replaces the link
    dead = [visitor.get(address), visitor.get("/m/forjado/"), visitor.post("/m/forjado/codigo/")]
    dead.append(visitor.get(f"/m/{slip_token(referral)}/"))
    for answer in dead:
        assert answer.status_code == 404
        assert "Este enlace ya no sirve" in answer.content.decode()
    assert visitor.get(f"{address}codigo/").status_code == 405
