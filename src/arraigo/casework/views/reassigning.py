"""Giving cases to another manager: one, those chosen in a list, all of a colleague; and undoing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow, listing
from arraigo.accounts.enums import Role
from arraigo.accounts.models import User
from arraigo.accounts.requests import user_of
from arraigo.casework.actions import caseload_of, reassign_case, reassign_cases, undo_reassignment
from arraigo.casework.forms import ReassignForm
from arraigo.casework.models import Case, Reassignment
from arraigo.casework.views.facts import visible_case
from arraigo.core.ids import ids_in
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

#: No more at once than a page of Casos shows.
SELECTED = 50


@allow(Role.PROJECT_LEAD)
@require_http_methods(FORM_METHODS)
def one(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose who manages the case from now on; what is due in it goes along."""
    case = visible_case(request, case_id)
    now = case.assignments.filter(until=None).values("manager")
    form = ReassignForm(posted(request), cases=[case], now=now)
    if done(form, lambda: reassign_case(case=case, user=request.user, **form.cleaned_data)):
        messages.success(request, _("El caso y sus pendientes cambiaron de promotor/a."))
        return redirect("desk:case", pk=case.pk)
    return form_page(request, "casework/reassign.html", form, case=case)


@listing
@allow(Role.PROJECT_LEAD)
@require_http_methods(FORM_METHODS)
def all_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that a colleague carries in one's offices to another, seen before it is done."""
    of = get_object_or_404(User, pk=pk)
    cases = caseload_of(of, user_of(request))
    form = ReassignForm(posted(request), cases=cases, now=[of.pk])
    return _several(request, form, cases, of=of)


@listing
@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def selected(request: HttpRequest) -> HttpResponse:
    """Show the cases chosen in a list and ask who will manage them; then do it."""
    user = user_of(request)
    chosen = ids_in(request.POST.getlist("caso"))[:SELECTED]
    led = Case.objects.visible_to(user).open().filter(office__in=user.led_office_ids)
    cases = list(led.filter(pk__in=chosen).select_related("person__municipality").order_by("pk"))
    if not cases:
        messages.error(request, _("Marque casos abiertos de la oficina que usted supervisa."))
        return redirect("desk:cases")
    sent = request.POST if "confirmar" in request.POST else None
    return _several(request, ReassignForm(sent, cases=cases, now=[]), cases)


def _several(request: HttpRequest, form: ReassignForm, cases: list[Case], **more: Any) -> Any:
    batch = done(form, lambda: reassign_cases(cases=cases, user=request.user, **form.cleaned_data))
    if batch:
        return redirect("casework:reassigned", pk=batch.pk)
    return form_page(request, "casework/caseload.html", form, cases=cases, **more)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_safe
def reassigned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say how many cases went to whom, with the way back."""
    batches = Reassignment.objects.filter(done_by=user_of(request)).select_related("manager")
    batch = get_object_or_404(batches, pk=pk)
    context = {"batch": batch, "cases": batch.assignments.count()}
    return render(request, "casework/reassigned.html", context)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the cases back to who managed each before."""
    user = user_of(request)
    batch = get_object_or_404(Reassignment, pk=pk, done_by=user)
    told: list[int] = []
    if attempted(request, lambda: told.append(undo_reassignment(reassignment=batch, user=user))):
        words = ngettext(
            "%(n)s caso volvió con quien lo llevaba.",
            "%(n)s casos volvieron con quien los llevaba.",
            told[0],
        )
        messages.success(request, words % {"n": told[0]})
    return redirect("casework:reassigned", pk=pk)
