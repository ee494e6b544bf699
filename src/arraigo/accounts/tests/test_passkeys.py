"""Passkeys: what no device would answer is refused kindly. The ceremonies are in tests/browser."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from arraigo.accounts.tests.conftest import log_in

pytestmark = pytest.mark.django_db
LOGIN = "/cuenta/entrar/llave/"
ADD = "/cuenta/seguridad/llaves/nueva/"
B64 = "AAAA"
MALFORMED = [
    "", "{", "null", "[]", "1", '"x"', "{}", "[[]]",
    json.dumps({"id": B64}),
    json.dumps({"id": 1, "rawId": [], "type": "public-key", "response": "x"}),
    json.dumps({"id": B64, "rawId": B64, "type": "public-key", "response": {}}),
    json.dumps({"id": B64, "rawId": B64, "type": "public-key", "response": {
        "clientDataJSON": "!!!", "attestationObject": B64, "authenticatorData": B64,
        "signature": B64, "userHandle": None}}),
    json.dumps({"id": B64, "rawId": B64, "type": "public-key", "response": {
        "clientDataJSON": "e30", "attestationObject": "o2Nmb", "authenticatorData": B64,
        "signature": B64, "userHandle": "enp6enp6enp6enp6enp6"}}),
    json.dumps({"id": B64, "rawId": B64, "type": "public-key", "response": {
        "clientDataJSON": "eyJ0eXBlIjoieCIsImNoYWxsZW5nZSI6IkFBQUEiLCJvcmlnaW4iOiJ4In0",
        "attestationObject": "oA", "authenticatorData": "A" * 80, "signature": B64,
        "userHandle": "MQ"}}),
    "[" * 5_000 + "]" * 5_000,
]  # fmt: skip


def question(client, address):
    """Ask for the server's question, so that its answer is awaited."""
    return client.get(address, headers={"accept": "application/json"})


def test_the_question_names_nobody_and_wants_finger_face_or_pin(client):
    asked = question(client, LOGIN).json()["request_options"]["publicKey"]
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize("answer", MALFORMED)
def test_an_answer_of_no_device_does_not_enter(client, user, answer):
    question(client, LOGIN)
    told = client.post(LOGIN, {"credential": answer})
    assert told.status_code == 302
    assert told["Location"] == reverse("account_login")
    assert client.get("/mas/").status_code == 302


@pytest.mark.parametrize("answer", MALFORMED)
def test_an_answer_of_no_device_adds_no_key(confirmed, user, answer):
    client = confirmed(user)
    assert client.get(ADD).status_code == 200
    told = client.post(ADD, {"name": "x", "credential": answer})
    assert told.status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()


def test_adding_asks_who_it_is_first(client, user):
    log_in(client, user.email)
    client.session.save()
    answer = client.get(ADD)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cuenta/reautenticar/")


def test_who_owes_a_second_factor_may_add_a_key(confirmed, finance):
    page = confirmed(finance).get(ADD)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'data-passkey="create"' in text
    assert "Arraigo" in page.context["js_data"]["creation_options"]["publicKey"]["rp"]["name"]


def test_somebody_elses_key_is_not_renamed_nor_removed(confirmed, user, finance):
    key = Authenticator.objects.create(
        user=finance, type=Authenticator.Type.WEBAUTHN, data={"name": "Suya", "credential": {}}
    )
    client = confirmed(user)
    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(page, args=[key.pk])).status_code == 404
        assert client.post(reverse(page, args=[key.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
