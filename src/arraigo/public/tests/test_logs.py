"""No token of a link reaches a log."""

import logging

import pytest
from django.test import Client

from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import message_token

pytestmark = pytest.mark.django_db


def test_refused_requests_are_logged_without_their_token(
    visitor: Client, referral: Referral, caplog: pytest.LogCaptureFixture
) -> None:
    token = message_token(referral)
    strict = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.WARNING, logger="django.request"):
        visitor.get(f"/r/{token}/")  # 404: the other kind
        visitor.post(f"/m/{token}/", {"code": "1"})  # 422
        visitor.get(f"/m/{token}/codigo/")  # 405
        strict.post(f"/m/{token}/codigo/")  # 403
    assert len(caplog.records) >= 4
    assert token not in caplog.text
    assert "/m/…/codigo/" in caplog.text
