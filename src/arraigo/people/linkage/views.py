"""The bulk comparison: who may start it, and how far it is. No person is shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.requests import user_of
from arraigo.core.transitions import Refused
from arraigo.people.linkage.models import LinkageRun, RunState
from arraigo.people.linkage.run import start_linkage

KEEPERS = (Role.NATIONAL_OFFICER, Role.DATA_PROTECTION)
SHOWN = 12


@allow(*KEEPERS)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Show the comparison under way, with its progress, and the latest ones."""
    latest = list(LinkageRun.objects.select_related("started_by").order_by("-started_at")[:SHOWN])
    running = next((run for run in latest if run.state == RunState.RUNNING), None)
    past = [run for run in latest if run.state != RunState.RUNNING]
    return render(request, "people/linkage.html", {"running": running, "past": past})


@allow(*KEEPERS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a comparison, unless one is under way."""
    try:
        start_linkage(user=user_of(request))
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("La comparación comenzó. Puede cerrar esta página."))
    return redirect("people:linkage")
