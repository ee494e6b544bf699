"""What the tests of accounts stand on: somebody with a known password, quick to check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.core.context import SYSTEM, acting_as

PASSWORD = "ceiba volcan marimba"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hash cheaply: these tests log in many times."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]


@pytest.fixture
def user(db: None) -> User:
    """Somebody without a role that demands a second factor."""
    with acting_as(SYSTEM):
        return User.objects.create_user("ana@oficina.example", PASSWORD, name="Ana Prueba")


@pytest.fixture
def finance(db: None) -> User:
    """Somebody whose role demands a second factor, which is not active yet."""
    with acting_as(SYSTEM):
        user = User.objects.create_user("pagos@oficina.example", PASSWORD, name="Luz Prueba")
        Membership.objects.create(user=user, role=Role.FINANCE)
    return user


@pytest.fixture
def guarded(finance: User) -> User:
    """The same person, with the second factor active."""
    with acting_as(SYSTEM):
        TOTP.activate(finance, SECRET)
    return finance


def code_at(moment: float) -> str:
    """Return the code of `SECRET` at a time."""
    return format_hotp_value(hotp_value(SECRET, int(moment) // 30))


def log_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    """Send the login form."""
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


@pytest.fixture
def confirmed(client_of: Callable[[Any], Any]) -> Callable[[User], Any]:
    """Return a client whose user has just given the password once more."""

    def make(user: User) -> Any:
        client = client_of(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return make
