"""Six wrong passwords lock one address from one place for fifteen minutes."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import RequestFactory
from django.utils import timezone

from arraigo.accounts.lockout import client_ip, typed_address
from arraigo.accounts.tests.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db


def fail(client, email, times, **extra):
    return [log_in(client, email, "equivocada", **extra) for _ in range(times)]


@pytest.mark.parametrize("email", ["ana@oficina.example", "nadie@oficina.example"])
def test_the_sixth_wrong_password_locks_whether_the_account_exists_or_not(client, user, email):
    answers = fail(client, email, 6)
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1]["Retry-After"] == "900"
    text = answers[-1].content.decode()
    assert "15 minutos" in text
    assert email not in text
    assert log_in(client, email, PASSWORD).status_code == 429


def test_attempts_are_kept_although_the_page_answers_200(client, user):
    fail(client, "ANA@oficina.example ", 2)
    attempt = AccessAttempt.objects.get()
    assert attempt.failures_since_start == 2
    assert attempt.username == user.email
    assert "equivocada" not in attempt.post_data
    assert user.email not in attempt.post_data.lower()


def test_another_place_and_another_address_stay_open(client, user, finance):
    fail(client, user.email, 6)
    assert log_in(client, user.email, REMOTE_ADDR="10.1.2.3").status_code == 302
    client.logout()
    assert log_in(client, finance.email).status_code == 302


def test_a_success_starts_the_count_again(client, user):
    fail(client, user.email, 5)
    assert log_in(client, user.email).status_code == 302
    client.logout()
    assert [answer.status_code for answer in fail(client, user.email, 5)] == [200] * 5


def test_it_opens_after_fifteen_minutes_although_somebody_kept_trying(client, user):
    fail(client, user.email, 6)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        assert log_in(client, user.email).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5), tick=False):
        assert log_in(client, user.email).status_code == 302


def test_wrong_passwords_when_confirming_count_too(client_of, user):
    client = client_of(user)
    for _ in range(6):
        answer = client.post("/cuenta/reautenticar/", {"password": "equivocada"})
    assert answer.status_code == 429


def test_forwarded_addresses_are_believed_only_from_our_proxies(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.2.3.4, 5.6.7.8")
    assert client_ip(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_ip(request) == "5.6.7.8"


def test_the_address_counted_is_the_same_by_every_way():
    request = RequestFactory().post("/", {"login": " ANA@oficina.example"})
    assert typed_address(request) == "ana@oficina.example"
    assert typed_address(request, {"email": "Ana@oficina.example"}) == "ana@oficina.example"
    assert typed_address(request, {"login": "ana@oficina.example"}) == "ana@oficina.example"
    assert typed_address(RequestFactory().get("/")) is None
    assert len(typed_address(request, {"email": "a" * 400}) or "") == 255
