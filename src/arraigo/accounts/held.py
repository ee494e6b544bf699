"""A form sent after the session ended is held, sealed, until the same person has entered again.

Nothing typed is lost (product: form manners). What is held is bound to who used this browser
last, lives half an hour, and is sent only when she says so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from arraigo.core import clock, sealing

KEY = "held"
LAST_USER = "__Host-last_user" if settings.HTTPS else "last_user"
LASTS = timedelta(minutes=30)
LABEL = b"held form"
LIMIT = 400_000  # bytes of answers; a signature takes about 10,000


class HoldingLoginRequired(LoginRequiredMiddleware):
    """Django's login wall, which keeps the form that met it."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Hold what was sent, and redirect to the login as usual."""
        if request.method == "POST":
            hold(request)
        return super().handle_no_permission(request, view_func)


def last_user(request: HttpRequest) -> str:
    """Return the id of who used this browser last, or nothing."""
    try:
        return str(request.get_signed_cookie(LAST_USER, default=""))
    except BadSignature:
        return ""


def remember_user(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note in a signed cookie who uses this browser."""
    user = request.user
    if user.is_authenticated and last_user(request) != str(user.pk):
        response.set_signed_cookie(
            LAST_USER, str(user.pk), httponly=True, samesite="Lax", secure=settings.HTTPS,
            max_age=30 * 24 * 3600,
        )  # fmt: skip


def hold(request: HttpRequest) -> None:
    """Keep the sent answers sealed in the session, if it is known whose they are."""
    answers = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    owner = last_user(request)
    if not owner or not answers:
        return
    kept = {
        "path": request.path,
        "owner": owner,
        "until": (clock.now() + LASTS).isoformat(),
        "answers": answers,
    }
    data = json.dumps(kept).encode()
    if len(data) > LIMIT:
        return
    wrapped = sealing.new_wrapped_key()
    sealed = sealing.seal(wrapped, data, LABEL)
    request.session[KEY] = [base64.b64encode(part).decode() for part in (wrapped, sealed)]


def release(request: HttpRequest) -> HttpResponse | None:
    """Return the page that offers to send what was held at this address, or None.

    It is shown once, to the person who typed it, within half an hour.
    """
    if request.method != "GET" or KEY not in request.session:
        return None
    wrapped, sealed = (base64.b64decode(part) for part in request.session[KEY])
    kept = json.loads(sealing.unseal(wrapped, sealed, LABEL))
    if kept["path"] != request.path:
        return None
    del request.session[KEY]
    if kept["owner"] != str(request.user.pk):
        return None
    if clock.now() > datetime.fromisoformat(kept["until"]):
        return None
    return render(request, "account/held.html", {"answers": kept["answers"]})
