"""Who is counted when a login fails: the address typed, from one place of the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

USERNAME_LENGTH = 255  # what the table of attempts holds


def typed_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Return the e-mail address somebody tries to log in with, or None if there is none.

    allauth authenticates with `email`, axes asks for `login`, and a form posts `login`: whatever
    the way, the same address is counted, in lower case.
    """
    given = credentials or {}
    address = given.get("email") or given.get("login") or request.POST.get("login")
    return str(address).strip().lower()[:USERNAME_LENGTH] if address else None


def client_ip(request: HttpRequest) -> str | None:
    """Return the address of the client in the network, the same for every limit; None if unknown.

    Behind proxies it is the one that the outermost proxy of ours has seen: `ARRAIGO_PROXIES` says
    how many there are. With 0 the `X-Forwarded-For` header is not believed.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # a server on a Unix socket without a proxy, or no network at all
        return None


def locked_page(
    request: HttpRequest, _answer: HttpResponse | None, _credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Return the page that says how long nobody can log in (429), and what to do."""
    wait = settings.AXES_COOLOFF_TIME
    context = {
        "limit": settings.AXES_FAILURE_LIMIT,
        "minutes": int(wait.total_seconds() // 60),
    }
    page = render(request, "account/locked.html", context, status=429)
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page
