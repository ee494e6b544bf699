"""Asking for a page as somebody, without leaving anything behind, and comparing answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from tests.client import remember_authentication

METHODS = ("get", "post")
ALL_METHODS = (*METHODS, "head", "put", "patch", "delete", "options")

#: What differs between two answers of the same page: tokens, nonces, boundaries.
_CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|nonce="?[\w+/=-]+"?'
    r"|&quot;[A-Za-z0-9]{64}&quot;|\b[A-Za-z0-9]{64}\b"
)
#: Headers that may differ for the same reason.
_UNCOMPARED = {"Content-Security-Policy", "Content-Length"}


@dataclass(frozen=True)
class Answer:
    """What somebody sees of an answer: status, headers, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    def without(self, ids: Iterable[Any]) -> Answer:
        """Return the same answer with the addresses of these ids blotted out."""
        body, headers = self.body, self.headers
        for ident in ids:
            body = body.replace(f"/{ident}/", "/·/")
            headers = tuple((name, value.replace(f"/{ident}/", "/·/")) for name, value in headers)
        return Answer(self.status, headers, body)

    def tells(self, words: Iterable[str]) -> list[str]:
        """Return which of these words it holds, in body or headers."""
        said = self.body + str(self.headers)
        return [word for word in words if word in said]


def client_for(user: Any) -> Client:
    """Return a client that is logged in as `user`."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    remember_authentication(client)
    return client


def ask(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Answer:
    """Return the answer; whatever the request wrote is rolled back."""
    call: Callable[..., Any] = getattr(client, method)
    with transaction.atomic():
        response = call(address, data or {}) if method in METHODS else call(address)
        content = response.content if not response.streaming else b"".join(response)
        transaction.set_rollback(True)
    headers = sorted((k, v) for k, v in response.items() if k not in _UNCOMPARED)
    text = content.decode(errors="ignore")
    return Answer(response.status_code, tuple(headers), _CHANGING.sub("·", text))
