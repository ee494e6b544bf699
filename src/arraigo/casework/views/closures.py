"""Closing a case, certifying its result, reopening it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.casework.actions import (
    certify_closure,
    reopen_case,
    return_closure,
)
from arraigo.casework.documents.actions import attach
from arraigo.casework.forms import ClosureForm, WhyForm
from arraigo.casework.household.cases import cases_of_household, close_in_household
from arraigo.casework.models import Closure, Document, FollowUp
from arraigo.casework.transitions import can_certify, can_reopen
from arraigo.casework.views.facts import visible_case
from arraigo.core.reading.uploads import was_too_big
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask for the case to be closed, with its reason, its result and how one knows."""
    case = visible_case(request, case_id)
    household = cases_of_household(case, request.user)
    form = ClosureForm(
        posted(request),
        request.FILES or None,
        case=case,
        household=household,
        too_big=was_too_big(request),
    )
    if done(form, lambda: _request(form, request.user)):
        messages.success(request, _("Cierre solicitado. Falta que lo certifique la supervisión."))
        return redirect("desk:case", pk=case.pk)
    context = {
        "case": case,
        "last": FollowUp.objects.latest_of(case.pk),
        "household_cases": household,
    }
    return form_page(request, "casework/close.html", form, **context)


@transaction.atomic
def _request(form: ClosureForm, user: Any) -> Closure:
    """Ask for the closure and keep the photo that proves it, both or neither."""
    closure = close_in_household(data=form.closure(), to_review=form.cases_to_review(), user=user)
    proof = form.proof(closure)
    if proof is not None:
        attach(data=proof, user=user)
    return closure


def _closure(request: HttpRequest, pk: uuid.UUID) -> Closure:
    closures = Closure.objects.visible_to(request.user).select_related(
        "case__protocol",
        "case__person",
        "person",
        "requested_by",
        "certified_by",
        "ended_by",
        "last_follow_up",
    )
    return get_object_or_404(closures, pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def closure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a closure and what may be done with it."""
    return _page(request, _closure(request, pk), WhyForm())


def _page(request: HttpRequest, closure: Closure, form: WhyForm) -> HttpResponse:
    user: Any = request.user
    context = {
        "closure": closure,
        "may_certify": can_certify(closure, user),
        "may_reopen": can_reopen(closure, user),
        "household_cases": cases_of_household(closure.case, user),
        "proofs": Document.objects.visible_to(user).standing().filter(source_id=closure.pk),
    }
    return form_page(request, "casework/closure.html", form, **context)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def certify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Certify the result and close the case."""
    found = _closure(request, pk)
    if not attempted(request, lambda: certify_closure(closure=found, user=request.user)):
        return redirect("casework:closure", pk=pk)
    messages.success(request, _("Resultado certificado. El caso quedó cerrado."))
    return redirect("desk:case", pk=found.case_id)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the request back, saying what is missing."""
    found, form = _closure(request, pk), WhyForm(request.POST)
    user, told = request.user, form.data.get("reason", "")
    if done(form, lambda: return_closure(closure=found, reason=told, user=user)):
        messages.success(request, _("Cierre devuelto."))
        return redirect("desk:case", pk=found.case_id)
    return _page(request, found, form)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a closed case again, saying why."""
    found, form = _closure(request, pk), WhyForm(request.POST)
    user, told = request.user, form.data.get("reason", "")
    if done(form, lambda: reopen_case(closure=found, reason=told, user=user)):
        messages.success(request, _("Caso reabierto."))
        return redirect("desk:case", pk=found.case_id)
    return _page(request, found, form)
