"""What every page for an institution without an account stands behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from arraigo.accounts.access import public
from arraigo.core import clock
from arraigo.referrals.enums import LinkKind
from arraigo.referrals.links import DeadLink, opened
from arraigo.referrals.models import AnswerLink, Referral

STAYS_OPEN = timedelta(minutes=30)

LinkView = Callable[[HttpRequest, str, AnswerLink, Referral], HttpResponse]


def through_link(kind: LinkKind) -> Callable[[LinkView], Callable[..., HttpResponse]]:
    """Return a decorator that opens a view to whoever holds a living token of this kind.

    The view acts as the link and gets it and its referral. Every dead link, whatever it died
    of, gets the same page with 404. The address never travels to another site.
    """

    def decorate(view: LinkView) -> Callable[..., HttpResponse]:
        @public
        @login_not_required
        @never_cache
        @wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            try:
                with opened(token, kind) as (link, referral):
                    response = view(request, token, link, referral)
            except DeadLink:
                response = render(request, "public/dead_link.html", status=404)
            # Not "no-referrer": browsers then post with "Origin: null", which CSRF refuses.
            response["Referrer-Policy"] = "same-origin"
            return response

        return page

    return decorate


def _key(link: AnswerLink) -> str:
    return f"answer-link-{link.pk}"


def remember_opened(request: HttpRequest, link: AnswerLink) -> None:
    """Keep the link open for this browser for half an hour, after its code was right."""
    request.session.cycle_key()
    request.session[_key(link)] = (clock.now() + STAYS_OPEN).timestamp()


def is_opened(request: HttpRequest, link: AnswerLink) -> bool:
    """Tell whether this browser gave the link's code in the last half hour."""
    return bool(request.session.get(_key(link), 0) > clock.now().timestamp())
