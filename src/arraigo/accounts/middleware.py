"""Two gates of every request: what the role opens, and the door to the database."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from arraigo.accounts import held
from arraigo.accounts.access import (
    is_own_account,
    is_public,
    may_open,
    opens_before_second_factor,
)
from arraigo.core.context import ANONYMOUS, Actor, Context, acting_as

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Default deny by role, and a second factor before anything else where a role demands it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` decides once the view is known."""
        response = self.get_response(request)
        held.remember_user(request, response)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page["Allow"] = response.get("Allow", "")
            _keep_out_of_caches(page)
            return page
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Raise `PermissionDenied`, or redirect to the second factor, or let pass (None)."""
        user: Any = request.user
        if is_public(view):
            return None
        if not user.is_authenticated:
            return None  # LoginRequiredMiddleware has answered, or the view is for anybody
        if (
            not opens_before_second_factor(view)
            and user.needs_second_factor
            and not _has_second_factor(user)
        ):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if not is_own_account(view) and not may_open(view, user.roles):
            raise PermissionDenied
        return held.release(request)


def _has_second_factor(user: Any) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(user.authenticator_set.filter(type__in=kinds).exists())


class ContextMiddleware:
    """Wraps the view and its rendering in `acting_as`: one transaction, one actor, one trace.

    An exception from the view rolls everything back; an answer the view returns, whatever its
    status, is committed (a refused code counts as an attempt). What a user or a link was shown
    is never kept by a browser or a proxy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the context of who asks."""
        user: Any = request.user
        actor = Actor.user(user) if user.is_authenticated else ANONYMOUS
        with acting_as(actor) as context:
            request.arraigo = context  # type: ignore[attr-defined]
            response = self.get_response(request)
            if actor is not ANONYMOUS or context.shown:
                _keep_out_of_caches(response)
            return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Name the purpose of what is read after the view."""
        match = request.resolver_match
        _context(request).purpose = match.view_name if match else ""

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Undo everything; Django answers with the page for the exception."""
        _context(request).undo()


def _context(request: HttpRequest) -> Context:
    context: Context = request.arraigo  # type: ignore[attr-defined]
    return context


def _keep_out_of_caches(response: HttpResponse) -> None:
    if "no-store" not in response.get("Cache-Control", ""):
        response["Cache-Control"] = "no-store"
