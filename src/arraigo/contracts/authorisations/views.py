"""Pages of authorisations. They show no returned person."""

from __future__ import annotations

import uuid
from functools import partial
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.contracts.authorisations import actions
from arraigo.contracts.authorisations.enums import AuthorisationState, Step
from arraigo.contracts.authorisations.forms import AuthorisationForm, DecisionForm
from arraigo.contracts.authorisations.models import Authorisation
from arraigo.contracts.authorisations.transitions import TRANSITIONS
from arraigo.core.transitions import can
from arraigo.indicators.paging import beyond, page_of
from arraigo.people.offices import office_of
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


def _asked(request: HttpRequest, pk: uuid.UUID) -> Authorisation:
    visible = Authorisation.objects.visible_to(request.user)
    return get_object_or_404(visible.with_names(), pk=pk)


@allow(*CASE_WORKERS)
@require_safe
def authorisation_list(request: HttpRequest) -> HttpResponse:
    """List what the user has to decide, then what she may see, latest first."""
    user: Any = request.user
    visible = Authorisation.objects.visible_to(user).with_names()
    waiting = visible.awaiting(user)
    others = visible.exclude(pk__in=waiting.values("pk"))
    context = {
        "waiting": waiting,
        "page": page_of(
            partial(beyond, others, ("starts_on", "id")), request.GET, attrgetter("starts_on", "pk")
        ),
        "may_ask": bool(user.roles & set(OFFICE_ROLES)),
    }
    return render(request, "authorisations/list.html", context)


def _page(request: HttpRequest, form: ui.Form, heading: str, back: str) -> HttpResponse:
    words = {"heading": heading, "back": back, "back_label": _("Autorizaciones")}
    return form_page(request, "ui/form.html", form, submit=_("Enviar"), icon="send", **words)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an authorisation."""
    form = AuthorisationForm(posted(request))
    user, office = request.user, office_of(request.user)
    if done(
        form,
        lambda: actions.request_authorisation(data=form.authorisation(), office=office, user=user),
    ):
        messages.success(request, _("Solicitud enviada a quien supervisa."))
        return redirect("authorisations:list")
    return _page(request, form, _("Pedir una autorización"), reverse("authorisations:list"))


@allow(*CASE_WORKERS)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an authorisation, its steps and what the user may do with it."""
    return _show(request, _asked(request, pk))


def _show(request: HttpRequest, asked: Authorisation, form: ui.Form | None = None) -> HttpResponse:
    user: Any = request.user
    context = {
        "asked": asked,
        "steps": asked.steps.select_related("by").order_by("-id"),
        "form": form or DecisionForm(),
        "may_decide": can(TRANSITIONS, Step.AUTHORISE, asked, user, user.roles),
        "may_correct": can(TRANSITIONS, Step.RESUBMIT, asked, user, user.roles),
    }
    return render(request, "authorisations/detail.html", context, status=422 if form else 200)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was returned and send it again."""
    asked = get_object_or_404(Authorisation.objects.with_names(), pk=pk, requested_by=request.user)
    if asked.state != AuthorisationState.RETURNED:
        return redirect(asked)
    data = posted(request)
    form = AuthorisationForm(data) if data is not None else AuthorisationForm.of(asked)
    if done(
        form, lambda: actions.resubmit(asked=asked, data=form.authorisation(), user=request.user)
    ):
        return redirect(asked)
    return _page(request, form, _("Corregir la solicitud"), asked.get_absolute_url())


@allow(Role.PROJECT_LEAD)
@require_POST
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Authorise, return or deny."""
    asked = _asked(request, pk)
    form = DecisionForm(request.POST)

    def act() -> Authorisation:
        step, comment = Step(form.cleaned_data["step"]), form.cleaned_data["comment"]
        return actions.decide(asked=asked, step=step, comment=comment, user=request.user)

    if done(form, act):
        return redirect("authorisations:list")
    return _show(request, _asked(request, pk), form)
