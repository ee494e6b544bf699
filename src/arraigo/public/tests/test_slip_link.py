"""Answering with the slip: initials, the request and two buttons."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from arraigo.casework.models import ServiceDelivery
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import Person
from arraigo.referrals.actions import record_answer, withdraw_referral
from arraigo.referrals.enums import Answer, Channel
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.models import AnswerLink, Referral, ReferralEvent
from arraigo.referrals.tests.making import (
    again,
    message_token,
    slip_token,
    withdraw_consent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(referral: Referral) -> str:
    return f"/r/{slip_token(referral)}/"


def test_shows_initials_and_the_request_only(
    visitor: Client, referral: Referral, address: str
) -> None:
    answer = visitor.get(address)
    html = answer.content.decode()
    with acting_as(SYSTEM):
        person = Person.objects.select_related("municipality").get(pk=referral.person_id)
        link = AnswerLink.objects.get()
        trace = Trace.objects.get(person_id=person.pk, purpose="public:slip")
    assert (trace.actor_kind, trace.actor_id) == ("link", str(link.pk))
    for words in (person.initials, "Curso de soldadura", "Normal (dos semanas)", "Se presentó"):
        assert words in html
    for private in (
        person.surnames, person.full_name, "1994", "5555", person.municipality.name,
        referral.case.code, "herramienta", referral.need, "Mujer", "promotora",
    ):  # fmt: skip
        assert private not in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_get_changes_nothing(visitor: Client, referral: Referral, address: str) -> None:
    visitor.get(address, {"answer": "se_presento"})
    assert again(referral).state == "enviada"


@pytest.mark.parametrize("answer", ["se_presento", "no_se_presento"])
def test_one_tap_answers(visitor: Client, referral: Referral, address: str, answer: str) -> None:
    done = visitor.post(address, {"answer": answer}, follow=True)
    assert "Quedó anotado" in done.content.decode()
    assert again(referral).state == answer
    with acting_as(SYSTEM):
        event = ReferralEvent.objects.get(name=answer)
        assert (event.channel, event.actor_kind) == ("enlace_boleta", "link")
        assert event.recorded_by is None
        assert not ServiceDelivery.objects.exists()


def test_back_and_again_changes_nothing(visitor: Client, referral: Referral, address: str) -> None:
    for _time in range(2):
        done = visitor.post(address, {"answer": "se_presento"}, follow=True)
        assert done.status_code == 200
        assert "Quedó anotado" in done.content.decode()
    with acting_as(SYSTEM):
        assert ReferralEvent.objects.filter(name="se_presento").count() == 1


def test_back_and_the_opposite_is_told_in_words(
    visitor: Client, referral: Referral, address: str
) -> None:
    visitor.post(address, {"answer": "se_presento"})
    html = visitor.post(address, {"answer": "no_se_presento"})
    assert html.status_code == 422
    assert "ya no está en un estado que lo permita" in html.content.decode()
    assert again(referral).state == "se_presento"


def test_she_may_come_later(visitor: Client, referral: Referral, address: str) -> None:
    absent = visitor.post(address, {"answer": "no_se_presento"}, follow=True)
    assert "Después se presentó" in absent.content.decode()
    visitor.post(address, {"answer": "se_presento"})
    assert again(referral).state == "se_presento"


@pytest.mark.parametrize("answer", ["servicio_recibido", "no_cumple_requisitos", "cerrar", ""])
def test_says_nothing_else(visitor: Client, referral: Referral, address: str, answer: str) -> None:
    refused = visitor.post(address, {"answer": answer, "reason": "edad"})
    assert refused.status_code == 422
    assert "Hay un problema" in refused.content.decode()
    assert again(referral).state == "enviada"


def test_does_not_tell_a_finder_what_the_institution_answered(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    with acting_as(Actor.user(cast.promotora)):
        record_answer(
            referral=referral,
            answer=AnswerInput(answer=Answer.REJECTED, reason="edad"),
            channel=Channel.PHONE,
            user=cast.promotora,
        )
    html = visitor.get(address).content.decode()
    assert "Ya hay una respuesta" in html
    assert "requisito" not in html
    assert "<button" not in html[html.index("<main") : html.index("</main>")]


def test_after_withdrawal_of_consent_the_outcome_is_taken_and_nothing_shown(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    withdraw_consent(referral, cast.promotora)
    html = visitor.get(address).content.decode()
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=referral.person_id)
        assert not Trace.objects.filter(purpose="public:slip").exists()
    assert person.initials not in html
    assert "retiró su permiso" in html
    visitor.post(address, {"answer": "se_presento"})
    assert again(referral).state == "se_presento"


def test_dead_links_are_all_alike(
    cast: SimpleNamespace, visitor: Client, referral: Referral, address: str
) -> None:
    forged = visitor.get("/r/forjado/")
    other_kind = visitor.get(f"/r/{message_token(referral)}/")
    with acting_as(Actor.user(cast.promotora)):
        withdraw_referral(referral=referral, reason="No quiere", user=cast.promotora)
    closed = visitor.get(address)
    posted = visitor.post(address, {"answer": "se_presento"})
    for dead in (forged, other_kind, closed, posted):
        assert dead.status_code == 404
        assert dead.templates[0].name == "public/dead_link.html"
        assert _without_secrets(dead) == _without_secrets(forged)
        assert dead.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in dead.headers["Cache-Control"]
    assert again(referral).state == "retirada"


def _without_secrets(answer: Any) -> str:
    html = answer.content.decode()
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
    return re.sub(r'(nonce|X-CSRFToken)("?[=:] ?)"[^"]*"', "", html)


def test_needs_the_csrf_token(referral: Referral, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"answer": "se_presento"}).status_code == 403
    assert again(referral).state == "enviada"
