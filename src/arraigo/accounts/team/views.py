"""Accounts, their roles and sessions; and the roles that await a second person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.models import Membership, User
from arraigo.accounts.requests import user_of
from arraigo.accounts.sessions.models import Session
from arraigo.accounts.team import actions
from arraigo.accounts.team.forms import AccountForm, DecisionForm, RoleForm
from arraigo.accounts.team.models import RoleRequest, RoleRequestState
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

SHOWN = 20


@allow(Role.ADMINISTRATOR)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts with their roles in force, by name."""
    found = User.objects.order_by("-is_active", "name", "pk")
    roles: dict[int, list[Membership]] = {}
    for each in Membership.objects.in_force().select_related("office").order_by("pk"):
        roles.setdefault(each.user_id, []).append(each)
    rows = [(user, roles.get(user.pk, [])) for user in found]
    return render(request, "team/list.html", {"rows": rows})


@allow(Role.ADMINISTRATOR)
@freshly
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account, which opens nothing until it is given a role."""
    form = AccountForm(posted(request))
    made = done(form, lambda: actions.make_account(**form.cleaned_data, by=user_of(request)))
    if made:
        messages.success(request, _("Cuenta creada. Pida ahora su función."))
        return redirect("team:account", pk=made.pk)
    return form_page(request, "team/new.html", form)


@allow(Role.ADMINISTRATOR)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account: roles, sessions, what happened to it, and what can be done."""
    return _show(request, _user(pk), RoleForm())


def _user(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _show(request: HttpRequest, shown: User, form: RoleForm) -> HttpResponse:
    asked = RoleRequest.objects.with_names().filter(user=shown)
    context = {
        "account": shown,
        "memberships": shown.active_memberships,
        "waiting": asked.waiting(),
        "decided": asked.exclude(decided_at=None).order_by("-decided_at")[:SHOWN],
        "sessions": Session.objects.of(shown).count(),
        "events": shown.events.select_related("by").order_by("-at", "-pk")[:SHOWN],
    }
    return form_page(request, "team/account.html", form, **context)


@allow(Role.ADMINISTRATOR)
@freshly
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that somebody be given a role."""
    shown, form = _user(pk), RoleForm(request.POST)
    if done(form, lambda: _ask(shown, form, user_of(request))):
        messages.success(request, _("Función pedida. La confirma otra persona."))
        return redirect("team:account", pk=pk)
    return _show(request, shown, form)


def _ask(shown: User, form: RoleForm, by: User) -> RoleRequest:
    answers = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    return actions.request_role(user=shown, by=by, **answers)


@allow(Role.ADMINISTRATOR)
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session of somebody."""
    act = actions.end_sessions_of
    return _done(request, pk, lambda user, by: act(user=user, by=by), _("Sesiones cerradas."))


@allow(Role.ADMINISTRATOR)
@freshly
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    act = actions.deactivate
    return _done(request, pk, lambda user, by: act(user=user, by=by), _("Cuenta desactivada."))


def _done(request: HttpRequest, pk: int, act: Callable[..., Any], told: str) -> HttpResponse:
    shown = _user(pk)
    if attempted(request, lambda: act(shown, user_of(request))):
        messages.success(request, told)
    return redirect("team:account", pk=pk)


@allow(Role.ADMINISTRATOR)
@freshly
@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, without a role."""
    act = actions.activate
    told = _("Cuenta activa. Pida ahora su función.")
    return _done(request, pk, lambda user, by: act(user=user, by=by), told)


@allow(Role.ADMINISTRATOR)
@freshly
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role from somebody."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    if attempted(request, lambda: actions.end_role(membership=membership, by=user_of(request))):
        messages.success(request, _("La función terminó."))
    return redirect("team:account", pk=membership.user_id)


@allow(*actions.DECIDERS)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the roles that await a second person, and the latest decided."""
    asked = RoleRequest.objects.with_names()
    decided = asked.exclude(decided_at=None).order_by("-decided_at", "pk")
    context = {"waiting": asked.waiting(), "decided": decided[:SHOWN]}
    return render(request, "team/requests.html", context)


@allow(*actions.DECIDERS)
@freshly
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a role asked for, and take the second person's word."""
    asked = get_object_or_404(RoleRequest.objects.with_names(), pk=pk)
    form = DecisionForm(posted(request))
    if done(form, lambda: _decide(asked, form, user_of(request))):
        messages.success(request, _("Decisión guardada."))
        return redirect("team:requests")
    why_not = actions.refusal_to_decide(asked, user_of(request))
    return form_page(request, "team/decide.html", form, asked=asked, why_not=why_not)


def _decide(asked: RoleRequest, form: DecisionForm, user: User) -> Any:
    if form.cleaned_data["decision"] == RoleRequestState.CONFIRMED:
        return actions.confirm_role(request=asked, user=user)
    return actions.refuse_role(request=asked, reason=form.cleaned_data["reason"], user=user)
