"""The phone's requests through Django's test client."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from arraigo.core.context import Actor, acting_as
from arraigo.field.devices.actions import enrol
from arraigo.field.devices.settings_code import code_text, collect_settings
from tests.openrosa.collect import Collect, Reply, Transport


def through(client: Client) -> Transport:
    """Return a transport that asks `client`."""

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        kind = headers.get("Content-Type", "application/octet-stream")
        answer: Any = client.generic(method, path, body, content_type=kind, headers=headers)
        return Reply(answer.status_code, dict(answer.headers), answer.content)

    return send


def secret_of(user: Any) -> str:
    """Return the secret of a new phone of the user's."""
    with acting_as(Actor.user(user)):
        _device, secret = enrol(id=uuid.uuid4(), user=user, name="Teléfono de prueba")
    return secret


def phone_of(user: Any, client: Client) -> Collect:
    """Return a phone of the user's, just enrolled and refreshed."""
    secret = secret_of(user)
    address = settings.BASE_URL + reverse("openrosa:forms", args=[secret]).rpartition("/")[0]
    phone = Collect(code_text(collect_settings(address, "Prueba", True)), through(client))
    phone.refresh()
    return phone
