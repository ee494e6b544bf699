"""Pages of delegations."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.delegations.actions import delegate_office, revoke_delegation
from arraigo.accounts.delegations.forms import DelegationForm
from arraigo.accounts.delegations.models import Delegation
from arraigo.accounts.enums import Role
from arraigo.accounts.requests import user_of
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

SHOWN = 100
_WHO = (Role.PROJECT_LEAD, Role.NATIONAL_OFFICER)


@allow(*_WHO)
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """List the delegations one gave, got or, as the officer, oversees; the latest first."""
    seen = Delegation.objects.visible_to(user_of(request))
    rows = seen.select_related("lead", "delegate", "office").order_by("-starts_on", "-made_at")
    return render(request, "delegations/list.html", {"delegations": rows[:SHOWN]})


@allow(*_WHO)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask who leads the office meanwhile, and delegate."""
    user = user_of(request)
    form = DelegationForm(posted(request), user=user)
    delegation = done(form, lambda: delegate_office(data=form.delegation(), user=user))
    if delegation:
        messages.success(request, _("Delegación guardada."))
        return redirect(delegation)
    return form_page(request, "delegations/new.html", form)


@allow(*_WHO)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a delegation and what was decided under it."""
    delegation = _visible(request, pk)
    context = {"delegation": delegation, "acts": delegation.acts.order_by("-pk")[:SHOWN]}
    return render(request, "delegations/detail.html", context)


@allow(*_WHO)
@require_POST
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a delegation now."""
    delegation, user = _visible(request, pk), user_of(request)
    if attempted(request, lambda: revoke_delegation(delegation=delegation, user=user)):
        messages.success(request, _("Delegación quitada."))
    return redirect("desk:home" if user.pk == delegation.delegate_id else delegation)


def _visible(request: HttpRequest, pk: uuid.UUID) -> Delegation:
    seen = Delegation.objects.visible_to(user_of(request))
    related = ("lead", "delegate", "office", "made_by", "revoked_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)
