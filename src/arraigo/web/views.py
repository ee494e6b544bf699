"""Health."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
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
