"""The mail that carries the link to an institution."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail

from arraigo.core import clock, tokens
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.models import Person
from arraigo.referrals.actions import withdraw_referral
from arraigo.referrals.models import AnswerLink, Referral
from arraigo.referrals.tasks import send_message
from arraigo.referrals.tests.making import run_jobs, withdraw_consent

pytestmark = pytest.mark.django_db


def test_tells_nothing_of_anyone(cast: SimpleNamespace, referral: Referral) -> None:
    assert run_jobs("send_message") == 1
    (message,) = mail.outbox
    assert message.to == ["recepcion@taller.example"]
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=referral.person_id)
    whole = f"{message.subject} {message.body}"
    for private in (
        person.surnames, person.given_names, referral.case.code, str(person.pk), "5555",
        referral.service.name, referral.need, "retorn", cast.promotora.name,
    ):  # fmt: skip
        assert private not in whole
    found = re.search(r"/m/([\w-]{43})/", message.body)
    assert found is not None
    with acting_as(SYSTEM):
        link = AnswerLink.objects.get()
    assert link.token_hash == tokens.hash_token(found.group(1))
    assert link.expires_at is not None
    assert timedelta(days=13) < link.expires_at - clock.now() <= timedelta(days=14)


def test_a_later_message_replaces_the_earlier(referral: Referral) -> None:
    send_message(referral_id=str(referral.pk))
    send_message(referral_id=str(referral.pk))
    with acting_as(SYSTEM):
        assert AnswerLink.objects.filter(revoked_at=None).count() == 1
        assert AnswerLink.objects.count() == len(mail.outbox) == 2


def test_nothing_is_sent_after_the_consent_or_the_referral_was_withdrawn(
    cast: SimpleNamespace, referral: Referral
) -> None:
    withdraw_consent(referral, cast.promotora)
    send_message(referral_id=str(referral.pk))
    with acting_as(Actor.user(cast.promotora)):
        withdraw_referral(referral=referral, reason="No quiere", user=cast.promotora)
    send_message(referral_id=str(referral.pk))
    assert mail.outbox == []


def test_keeps_the_clock_it_was_queued_in(referral: Referral) -> None:
    moment = clock.now() - timedelta(days=30)
    send_message(referral_id=str(referral.pk), at=moment.isoformat())
    with acting_as(SYSTEM):
        assert AnswerLink.objects.get().created_at == moment
