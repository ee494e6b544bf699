"""Taking a referral back: the action and its page."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.referrals.actions import record_answer, withdraw_referral
from arraigo.referrals.enums import Answer, Channel, State
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.referrals.tests.making import again

pytestmark = pytest.mark.django_db


def test_twice_is_once(cast: SimpleNamespace, referral: Referral) -> None:
    stale = again(referral)
    with acting_as(Actor.user(cast.promotora)):
        withdraw_referral(referral=referral, reason="No quiere", user=cast.promotora)
        withdraw_referral(referral=stale, reason="No quiere", user=cast.promotora)
        assert ReferralEvent.objects.get(name="retirar").note == "No quiere"
        assert CaseEvent.objects.filter(kind=EventKind.REFERRAL_WITHDRAWN).count() == 1
    assert again(referral).closed_at is not None


def test_the_one_who_comes_after_an_answer_is_told(
    cast: SimpleNamespace, referral: Referral
) -> None:
    stale = again(referral)
    with acting_as(Actor.user(cast.promotora)):
        record_answer(
            referral=referral, answer=AnswerInput(answer=Answer.ATTENDED), channel=Channel.PHONE
        )
        with pytest.raises(Outdated):
            withdraw_referral(referral=stale, reason="No quiere", user=cast.promotora)


def test_needs_a_reason_and_a_role(cast: SimpleNamespace, referral: Referral) -> None:
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused, match="por qué"):
        withdraw_referral(referral=referral, reason=" ", user=cast.promotora)
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused, match="función"):
        withdraw_referral(referral=referral, reason="No quiere", user=cast.oficial)


def test_page(cast: SimpleNamespace, client_of: Callable[..., Client], referral: Referral) -> None:
    client = client_of(cast.promotora)
    address = reverse("referrals:withdraw", args=[referral.pk])
    empty = client.post(address, {"retiro-reason": ""})
    assert empty.status_code == 422
    assert empty.content.decode().count("Falta responder: ¿Por qué se retira?") == 2
    assert again(referral).state == State.SENT
    done = client.post(address, {"retiro-reason": "Ya no quiere ir"}, follow=True)
    assert "Referencia retirada." in done.content.decode()
    assert again(referral).state == State.WITHDRAWN
    assert client.post(address, {"retiro-reason": "Otra vez"}, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["withdraw", "close", "answer", "slip"])
def test_elsewhere_it_does_not_exist(
    cast: SimpleNamespace, client_of: Callable[..., Client], referral: Referral, name: str
) -> None:
    address = reverse(f"referrals:{name}", args=[referral.pk])
    assert client_of(cast.promotora_esq).post(address).status_code == 404
    assert client_of(cast.oficial).post(address).status_code == 403
    assert client_of(cast.promotora).get(address).status_code == 405
    assert "/cuenta/" in client_of().post(address).headers["Location"]
    assert again(referral).state == State.SENT


def test_close_page(
    cast: SimpleNamespace, client_of: Callable[..., Client], referral: Referral
) -> None:
    client = client_of(cast.promotora)
    address = reverse("referrals:close", args=[referral.pk])
    early = client.post(address, follow=True)
    assert "no está en un estado que lo permita" in early.content.decode()
    with acting_as(Actor.user(cast.promotora)):
        record_answer(
            referral=referral, answer=AnswerInput(answer=Answer.FINISHED), channel=Channel.PHONE
        )
    client.post(address)
    assert again(referral).state == State.CLOSED
