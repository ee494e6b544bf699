"""What leaves with an answer: not more files an hour, nor more persons in a file, than agreed."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from arraigo.accounts.freshness import since_proof
from arraigo.accounts.harvest.actions import tell_once
from arraigo.accounts.harvest.counting import Looks, count_looks, opened_by, searched_by
from arraigo.accounts.harvest.models import Looked, LookLimit
from arraigo.core.context import Context

SAFE = frozenset({"GET", "HEAD"})
#: How many persons a file may name that one person takes out alone (domain: privacy, four eyes).
MOST_IN_A_FILE = 100


class HarvestMiddleware:
    """Looks at whom an answer shows before it leaves, inside the context of who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the answer on, or show instead why not. What is not shown leaves no trace."""
        response = self.get_response(request)
        context: Context = request.arraigo  # type: ignore[attr-defined]
        user: Any = request.user
        if not context.shown or not user.is_authenticated:
            return response
        if _is_file(response) and len(context.shown) > MOST_IN_A_FILE:
            context.undo()
            return _instead(request, "harvest/too_many.html", HTTPStatus.FORBIDDEN)
        opened, searched = opened_by(context), searched_by(context)
        if not opened and not searched:
            return response
        looks = count_looks(opened, searched, since_proof(request))
        if _is_over(user, looks, opened, searched) and request.method in SAFE:
            return _instead(request, "harvest/stop.html", HTTPStatus.TOO_MANY_REQUESTS)
        return response


def _is_file(response: HttpResponse) -> bool:
    kind = response.get("Content-Type", "")
    return "Content-Disposition" in response or not kind.startswith("text/html")


def _is_over(user: Any, looks: Looks, opened: set[Any], searched: bool) -> bool:
    """Tell of what was reached, and return whether the page has to ask who it is first."""
    limit = LookLimit.objects.for_roles(user.roles)
    if limit is None:
        return False
    over = False
    for what, does, number, since, alert_at, stop_at in (
        (Looked.FILES, bool(opened), looks.files, looks.files_since,
         limit.alert_files, limit.stop_files),
        (Looked.SEARCHES, searched, looks.searches, looks.searches_since,
         limit.alert_searches, limit.stop_searches),
    ):  # fmt: skip
        stopped = does and since > stop_at
        if does and (stopped or number >= alert_at):
            tell_once(user=user, what=what, number=number, stopped=stopped)
        over |= stopped
    return over


def _instead(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    context: Context = request.arraigo  # type: ignore[attr-defined]
    context.shown.clear()
    query = urlencode({"next": request.get_full_path()})
    prove = f"{reverse('account_reauthenticate')}?{query}"
    most = {"prove_url": prove, "most": MOST_IN_A_FILE}
    page = render(request, template, most, status=status)
    page["Cache-Control"] = "no-store"
    return page
