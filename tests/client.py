"""A test client that fails when a page shows a person and no trace says so."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows import login
from django.http import HttpResponse
from django.test import Client

from arraigo.accounts.sessions.devices import device_of
from arraigo.accounts.sessions.store import DEVICE, ENTERED, SEEN
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace

#: Surnames that only invented persons of the tests carry, by person id.
canaries: dict[str, str] = {}


def watch(person: Any) -> None:
    """Watch every page for this person's surnames from now on."""
    canaries[str(person.pk)] = person.surnames


def remember_authentication(client: Client) -> None:
    """Let the client's session know that it began, and its password was given, just now."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    now = clock.now().isoformat()
    session.update(
        {ENTERED: now, SEEN: now, DEVICE: device_of("")}
    )  # else her first page costs more
    session.save()


class WatchfulClient(Client):
    """Asserts after every answer: a canary name in a 200 answer has its trace."""

    def request(self, **request: Any) -> HttpResponse:
        """Answer as usual, then look for shown persons without a trace."""
        response = super().request(**request)
        if response.status_code == 200 and not response.streaming:
            self._assert_traced(response)
        return response

    def _assert_traced(self, response: HttpResponse) -> None:
        text = response.content.decode(errors="ignore")
        shown = [person_id for person_id, name in canaries.items() if name in text]
        if not shown:
            return
        context = getattr(response.wsgi_request, "arraigo", None)
        with acting_as(SYSTEM):
            traced = {
                str(person_id)
                for person_id in Trace.objects.filter(request_id=context.request_id).values_list(
                    "person_id", flat=True
                )
            }
        missing = set(shown) - traced
        assert not missing, f"{response.wsgi_request.path} shows persons without a trace"
