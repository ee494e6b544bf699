"""Printing the slip."""

import io
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from arraigo.casework.models import Case
from arraigo.core import tokens
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import Person
from arraigo.referrals.actions import withdraw_referral
from arraigo.referrals.models import AnswerLink, Referral
from arraigo.referrals.tests.making import sent, withdraw_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.promotora)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text().replace("\u200b", ""))


def printed(client: Client, referral: Referral) -> str:
    answer = client.post(reverse("referrals:slip", args=[referral.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="boleta-de-referencia.pdf"'
    )
    return text_of(answer.content)


def test_two_copies_and_the_address_of_the_answer(at_work: Client, referral: Referral) -> None:
    text = printed(at_work, referral)
    hers, theirs = text.split("Copia para la institución")
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=referral.person_id)
        assert Trace.objects.filter(person_id=person.pk, purpose="referrals:slip").exists()
        link = AnswerLink.objects.get()
    assert person.surnames in hers
    assert person.surnames not in theirs
    assert person.initials in theirs
    assert "1994" in theirs
    found = re.search(re.escape(settings.BASE_URL) + r"/r/([\w-]+)/", re.sub(r"\s", "", theirs))
    assert found is not None
    assert tokens.hash_token(found.group(1)) == link.token_hash
    assert found.group(1) not in repr(vars(link))
    assert link.expires_at is None


def test_only_what_she_agreed_to(cast: SimpleNamespace, at_work: Client, case: Case) -> None:
    assert "1994" not in printed(at_work, sent(case, cast.promotora, "nombre"))


def test_each_paper_has_its_own_address_and_all_work(at_work: Client, referral: Referral) -> None:
    assert printed(at_work, referral) != printed(at_work, referral)
    with acting_as(SYSTEM):
        assert AnswerLink.objects.filter(revoked_at=None).count() == 2


def test_no_paper_without_consent_or_once_closed(
    cast: SimpleNamespace, at_work: Client, referral: Referral
) -> None:
    address = reverse("referrals:slip", args=[referral.pk])
    withdraw_consent(referral, cast.promotora)
    assert "ya no se imprime" in at_work.post(address, follow=True).content.decode()
    with acting_as(Actor.user(cast.promotora)):
        withdraw_referral(referral=referral, reason="No quiere", user=cast.promotora)
    assert "ya no tiene boleta" in at_work.post(address, follow=True).content.decode()
    with acting_as(SYSTEM):
        assert not AnswerLink.objects.exists()
