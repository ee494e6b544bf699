"""What somebody looked at more than usual, and the numbers that say what is usual."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.harvest import actions
from arraigo.accounts.harvest.forms import FoundForm, LimitForm
from arraigo.accounts.harvest.models import LookAlert, LookLimit
from arraigo.accounts.requests import user_of
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted

SHOWN = 50


def _seen(request: HttpRequest) -> Any:
    return LookAlert.objects.visible_to(user_of(request)).select_related("user", "reviewed_by")


@allow(Role.DATA_PROTECTION, Role.PROJECT_LEAD)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List who looked at more than usual: those to review, then the latest reviewed."""
    reviewed = _seen(request).exclude(reviewed_at=None).order_by("-reviewed_at", "-pk")
    context = {"waiting": _seen(request).to_review(), "reviewed": reviewed[:SHOWN]}
    return render(request, "harvest/alerts.html", context)


@allow(Role.DATA_PROTECTION, Role.PROJECT_LEAD)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one alert, and take what the reviewer found."""
    alert, form = get_object_or_404(_seen(request), pk=pk), FoundForm(posted(request))
    user = user_of(request)
    if done(form, lambda: actions.review_alert(alert=alert, **form.cleaned_data, user=user)):
        messages.success(request, _("Revisión guardada."))
        return redirect("harvest:alerts")
    return form_page(request, "harvest/review.html", form, alert=alert)


@allow(Role.DATA_PROTECTION)
@freshly
@require_http_methods(FORM_METHODS)
def limits(request: HttpRequest) -> HttpResponse:
    """Show the numbers in force, and set those of a role from today on."""
    form, user = LimitForm(posted(request)), user_of(request)
    if done(form, lambda: actions.set_limit(**form.cleaned_data, user=user)):
        messages.success(request, _("Límites guardados: valen desde ahora."))
        return redirect("harvest:limits")
    rows = LookLimit.objects.order_by("role", "-valid_from", "-pk").distinct("role")
    return form_page(request, "harvest/limits.html", form, limits=rows)
