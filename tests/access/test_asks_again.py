"""What is hard to take back asks once more who it is, and loses nothing that was typed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from arraigo.accounts.addresses import view_of
from arraigo.core.context import SYSTEM, acting_as
from arraigo.rights.models import FileCopy
from tests.factories import registered_person
from tests.test_access_table import ADDRESSES, ROLE_OF, TABLE, address

pytestmark = pytest.mark.django_db

#: Every address that asks, and why: merge, export, sharing, erasure, money, roles.
ASKS = {
    "merging:confirm", "merging:part",
    "rights:copy", "leads:wrong_rows",
    "rights:give",
    "rights:decide_erasure", "rights:retention_confirm",
    "contracts:issue", "contracts:certify",
    "team:new", "team:ask", "team:decide", "team:end_role", "team:deactivate", "team:activate",
    "harvest:limits", "field:device_add", "field:answers", "protocol:publish", "protocol:move",
    "calendar:make", "desk:cases_file",
}  # fmt: skip


def proved(client: Any, ago: timedelta) -> None:
    """Let the session's last proof of who it is lie that far back."""
    client.get("/mas/")
    session = client.session
    at = time.time() - ago.total_seconds()
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session.save()


def test_the_table_is_whole():
    assert {n for n in ADDRESSES if getattr(view_of(n), "asks_again", False)} == ASKS


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ASKS))
def test_each_asks_whom_it_opens_to(cast, client_of, name, method):
    key = next(key for key, role in ROLE_OF.items() if role in TABLE[name])
    client = client_of(getattr(cast, key))
    proved(client, timedelta(minutes=6))
    asked = reverse("account_reauthenticate")
    assert getattr(client, method)(address(name))["Location"].startswith(asked)
    proved(client, timedelta(minutes=4))
    assert asked not in getattr(client, method)(address(name)).get("Location", "")


def test_who_may_not_open_it_is_not_asked(cast, client_of):
    client = client_of(cast.empleadora)
    proved(client, timedelta(hours=1))
    assert all(client.post(address(name)).status_code == 403 for name in ASKS)


def test_what_was_typed_comes_back_after_the_password(cast, client_of):
    person = registered_person(cast.promotora)
    client, where = client_of(cast.promotora), reverse("rights:copy", args=[person.pk])
    typed = {"format": "json", "identified_how": "dpi", "id": str(person.pk)}
    proved(client, timedelta(minutes=6))
    asked = client.post(where, typed)
    with acting_as(SYSTEM):
        assert not FileCopy.objects.exists()
    proved(client, timedelta(0))
    assert asked["Location"].endswith(where.replace("/", "%2F"))
    page = client.get(where).content.decode()
    assert "No se perdió lo que había escrito" in page
    assert 'name="identified_how" value="dpi"' in page
