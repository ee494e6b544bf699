"""How long a session lasts, and asking once more who it is before what is hard to take back.

A phone that is put down and a computer left open are what sessions end for. In the field a form
takes long and the network comes and goes, and a form that met the end is held (`held`), so field
roles have two hours; who approves, pays, configures or reads complaints has half an hour. Nobody
stays in for more than a working day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from arraigo.accounts import held
from arraigo.accounts.sessions.devices import device_of
from arraigo.accounts.sessions.store import DEVICE, ENTERED, SEEN
from arraigo.core import clock

IDLE = timedelta(hours=2)
IDLE_WITH_SECOND_FACTOR = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
#: The moment of the last page is written down at most this often.
NOTED_EVERY = timedelta(minutes=1)

View = TypeVar("View", bound=Callable[..., Any])


class SessionLimits:
    """Ends a session that was idle, or has lasted, for too long; the login wall does the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out whoever stayed too long, or note that she is here."""
        user: Any = request.user
        was_in = user.is_authenticated
        if was_in:
            if is_over(request, user):
                logout(request)
            else:
                _note(request)
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            # Also what the browser keeps for its button «back». Forms that wait to be sent stay.
            response["Clear-Site-Data"] = '"cache"'
        return response


def idle_for(user: Any) -> timedelta:
    """Return how long a session of the user's may lie unused."""
    return IDLE_WITH_SECOND_FACTOR if user.needs_second_factor else IDLE


def is_over(request: HttpRequest, user: Any) -> bool:
    """Tell whether the session has come to one of its two ends."""
    return _since(request, ENTERED) >= ABSOLUTE or _since(request, SEEN) >= idle_for(user)


def _since(request: HttpRequest, name: str) -> timedelta:
    noted = request.session.get(name)
    return clock.now() - datetime.fromisoformat(noted) if noted else timedelta()


def _note(request: HttpRequest) -> None:
    now = clock.now().isoformat()
    request.session.setdefault(ENTERED, now)
    if DEVICE not in request.session:
        request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    if SEEN not in request.session or _since(request, SEEN) >= NOTED_EVERY:
        request.session[SEEN] = now


def since_proof(request: HttpRequest) -> timedelta | None:
    """Return how long ago password, code or key was given, to enter or again; None if unknown."""
    proofs = get_authentication_records(request, request.user)
    return timedelta(seconds=max(0.0, time.time() - proofs[-1]["at"])) if proofs else None


def _proved_just_now(request: HttpRequest) -> bool:
    since = since_proof(request)
    limit = timedelta(seconds=app_settings.REAUTHENTICATION_TIMEOUT)
    return since is not None and since < limit


def freshly(view: View) -> View:
    """Ask for password, code or key unless it was given minutes ago; a form sent is held."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _proved_just_now(request):
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer
        if request.method == "POST":
            held.hold(request)
        back = request.get_full_path() if request.method == "GET" else request.path
        where = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
        return HttpResponseRedirect(where)

    asking.asks_again = True  # type: ignore[attr-defined]
    return asking  # type: ignore[return-value]
