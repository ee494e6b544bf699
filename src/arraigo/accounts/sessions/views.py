"""«Mis sesiones»."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import own_account
from arraigo.accounts.requests import user_of
from arraigo.accounts.sessions.actions import end_other_sessions, end_session
from arraigo.accounts.sessions.models import Session
from arraigo.ui.pages import FORM_METHODS


@own_account
@require_http_methods(FORM_METHODS)
def sessions(request: HttpRequest) -> HttpResponse:
    """List the devices one is in with, and end one of them or all the others."""
    user, here = user_of(request), request.session.session_key
    if request.method == "POST":
        messages.success(request, _ended(request))
        return redirect("account_sessions")
    found = Session.objects.of(user)
    context = {
        "current": next((each for each in found if each.pk == here), None),
        "others": [each for each in found if each.pk != here],
    }
    return render(request, "account/sessions.html", context)


def _ended(request: HttpRequest) -> str:
    """End what was asked for and say so; what is not there any more is ended already."""
    user = user_of(request)
    if "others" in request.POST:
        number = end_other_sessions(user=user, keep=request.session.session_key)
        return ngettext(
            "Se cerró %(number)s sesión.", "Se cerraron %(number)s sesiones.", number
        ) % {"number": number}
    end_session(user=user, mark=request.POST.get("session", ""))
    return _("La sesión está cerrada.")
