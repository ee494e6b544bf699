"""Health, and the page of a failure."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, loader
from django.views.decorators.http import require_safe

from arraigo.accounts.access import public


@public
@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 «ok» when the database answers; a load balancer and the supervisor ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def failure(request: HttpRequest) -> HttpResponse:
    """Say that something failed (500), without asking the database for anything.

    The page is drawn with the request, so that its scripts carry the nonce of this answer.
    """
    page = loader.get_template("500.html").template.render(  # type: ignore[attr-defined]
        Context({"request": request, "csrf_token": ""})
    )
    return HttpResponse(page, status=500)
