"""Logging in."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse

from arraigo.accounts import training
from arraigo.accounts.tests.conftest import log_in
from arraigo.demo import cast

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_and_goes_where_one_wanted(client, user):
    answer = client.post(
        reverse("account_login"),
        {"login": "ANA@oficina.example", "password": "ceiba volcan marimba", "next": "/hoy/"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/hoy/"
    assert AUTHENTICATION_METHODS_SESSION_KEY in client.session


def test_a_foreign_address_to_go_to_is_refused(client, user):
    answer = client.post(
        reverse("account_login"),
        {
            "login": user.email,
            "password": "ceiba volcan marimba",
            "next": "https://malo.example/",
        },
    )
    assert answer["Location"] == "/"


def test_a_wrong_password_says_so_in_our_words(client, user):
    answer = log_in(client, user.email, "otra cosa")
    assert answer.status_code == 200
    assert "El correo o la contraseña no son correctos." in answer.content.decode()
    assert "<title>Error: Entrar · Arraigo</title>" in answer.content.decode()


def test_empty_questions_are_named(client):
    text = client.post(reverse("account_login"), {}).content.decode()
    assert "Escriba su correo electrónico." in text
    assert "Escriba su contraseña." in text


def test_nobody_signs_up(client):
    text = client.get(reverse("account_login")).content.decode()
    assert "signup" not in text
    assert client.get("/cuenta/signup/").status_code == 404


def test_training_accounts_are_listed_in_training_mode_only(client, cast, settings):
    settings.TRAINING_MODE = False
    assert "Cuentas para practicar" not in client.get(reverse("account_login")).content.decode()
    settings.TRAINING_MODE = True
    text = client.get(reverse("account_login")).content.decode()
    assert "Cuentas para practicar" in text
    assert cast.promotora.email in text
    assert training.PASSWORD in text


def test_other_accounts_are_not_listed(client, user, settings):
    settings.TRAINING_MODE = True
    assert user.email not in client.get(reverse("account_login")).content.decode()


def test_the_password_shown_is_the_password_of_the_cast():
    assert training.PASSWORD == cast.PASSWORD
