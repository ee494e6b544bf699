"""Conservación: the rules, what is due, the batches two people decide about, and the holds."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.core import traces
from arraigo.core.context import acting_as
from arraigo.rights.access import codes_of, overseen
from arraigo.rights.forms import HoldByCodeForm, HoldForm, KeepBackForm, ReturnForm, RuleForm
from arraigo.rights.retention import batches
from arraigo.rights.retention.enums import COUNTED_FROM, Kind
from arraigo.rights.retention.holds import JOB, lift_hold, own_hold, place_hold
from arraigo.rights.retention.models import RetentionBatch, RetentionRule
from arraigo.rights.retention.rules import FIXED, change_rule, standings
from arraigo.rights.views.files import found_file
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

DECIDERS = (Role.NATIONAL_OFFICER, Role.DATA_PROTECTION)


@allow(*DECIDERS)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show what each rule says, what is due and since when, and what the last night did."""
    return render(request, "rights/retention.html", {"standings": standings()})


@allow(Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the next version of a rule."""
    versions = RetentionRule.objects.filter(kind=kind).order_by("-version")
    latest = versions.first()
    if latest is None or kind in FIXED:
        raise Http404
    form = RuleForm(posted(request), unit=latest.get_unit_display())
    if done(form, lambda: change_rule(rule=latest, user=user_of(request), **form.cleaned_data)):
        messages.success(request, _("Regla guardada."))
        return redirect("rights:retention")
    context = {"versions": versions, "counted_from": COUNTED_FROM[Kind(kind)]}
    return form_page(request, "rights/retention_rule.html", form, **context)


@allow(*DECIDERS)
@require_safe
def batch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the files of a batch by their case codes, and what may be done with it."""
    found = get_object_or_404(RetentionBatch.objects.select_related("rule"), pk=pk)
    return _batch_page(request, found, KeepBackForm())


def _batch_page(request: HttpRequest, found: RetentionBatch, form: Any) -> HttpResponse:
    items = list(found.items.order_by("since", "pk"))
    people = [item.person_id for item in items]
    traces.show(people)
    codes = codes_of(people)
    user = user_of(request)
    context = {
        "batch": found,
        "items": [(item, codes.get(item.person_id, "")) for item in items],
        "may_ask": batches.can_do(batches.ASK, found, user),
        "may_confirm": batches.can_do(batches.CONFIRM, found, user),
        "may_return": batches.can_do(batches.RETURN, found, user),
        "returning": ReturnForm(),
    }
    return form_page(request, "rights/retention_batch.html", form, **context)


@allow(*DECIDERS)
@require_POST
def keep_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hold one file of a batch, and take it out."""
    found = get_object_or_404(RetentionBatch.objects.select_related("rule"), pk=pk)
    form = KeepBackForm(request.POST)
    if form.is_valid():
        item = get_object_or_404(found.items, pk=form.cleaned_data["item"])
        reason, user = form.cleaned_data["reason"], user_of(request)
        if done(form, lambda: batches.keep_back(item=item, reason=reason, user=user)):
            messages.success(request, _("Este expediente queda fuera y no se borra."))
            return redirect("rights:retention_batch", pk=found.pk)
    return _batch_page(request, found, form)


@allow(*DECIDERS)
@require_POST
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a batch to be erased."""
    found = get_object_or_404(RetentionBatch, pk=pk)
    if attempted(request, lambda: batches.ask_batch(batch=found, user=user_of(request))):
        messages.success(request, _("Pedido. Lo confirma otra persona."))
    return redirect("rights:retention_batch", pk=found.pk)


@allow(*DECIDERS)
@require_http_methods(FORM_METHODS)
@freshly
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm a batch that somebody else asked for."""
    found = get_object_or_404(RetentionBatch, pk=pk)
    if request.method == "POST" and attempted(
        request, lambda: batches.confirm_batch(batch=found, user=user_of(request))
    ):
        messages.success(request, _("Confirmado. Se borra uno por uno, en unos minutos."))
    return redirect("rights:retention_batch", pk=found.pk)


@allow(*DECIDERS)
@require_POST
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a batch back to be looked through again."""
    found = get_object_or_404(RetentionBatch, pk=pk)
    form, user = ReturnForm(request.POST), user_of(request)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    if attempted(request, lambda: batches.return_batch(batch=found, reason=reason, user=user)):
        messages.success(request, _("Devuelto."))
    return redirect("rights:retention_batch", pk=found.pk)


@allow(Role.PROJECT_LEAD, Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def hold(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Keep a file from being erased, or end that; each sees her own hold only."""
    file, user = found_file(request, person_id), user_of(request)
    mine = own_hold(file.id, user)
    if request.method == "POST" and mine is not None:
        lift_hold(person_id=file.id, user=user)
        messages.success(request, _("Ya no se retiene."))
        return redirect("rights:hold", person_id=file.id)
    form = HoldForm(posted(request))
    if done(form, lambda: place_hold(person_id=file.id, user=user, **form.cleaned_data)):
        messages.success(request, _("Desde ahora no se borra."))
        return redirect("rights:hold", person_id=file.id)
    return form_page(request, "rights/hold.html", form, file=file, hold=mine)


@allow(Role.PEAS_FOCAL_POINT, Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def hold_found(request: HttpRequest) -> HttpResponse:
    """Hold the file of an exact case code, whoever's it is: for the focal point, who sees none."""
    form, user = HoldByCodeForm(posted(request)), user_of(request)
    if form.is_valid():
        with acting_as(JOB):
            person_id = overseen(form.cleaned_data["code"])
        reason = form.cleaned_data["reason"]
        if person_id is None:
            form.add_error("code", _("Ningún caso tiene ese código."))
        elif done(form, lambda: place_hold(person_id=person_id, reason=reason, user=user)):
            messages.success(request, _("Desde ahora no se borra."))
            return redirect("rights:hold_found")
    return form_page(request, "rights/hold_found.html", form)
