"""The page where anybody complains, and the focal point's own pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow, public
from arraigo.accounts.enums import Role
from arraigo.public.complaints import actions, limits
from arraigo.public.complaints.enums import ComplaintState
from arraigo.public.complaints.forms import AttendForm, ComplaintForm, NoteForm, StateForm
from arraigo.public.complaints.models import Complaint
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, done, posted

SHOWN = 200


def _is_focal_point(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_authenticated and Role.PEAS_FOCAL_POINT in user.roles)


@public
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Take a complaint from anybody and show its receipt, once, without an address of its own."""
    form = ComplaintForm(posted(request), asks_channel=_is_focal_point(request))
    status = 200
    if form.is_valid():
        if not limits.too_many(request, "sent", limits.SENT_PER_WINDOW):
            receipt = actions.receive_complaint(data=form.complaint())
            return render(request, "complaints/receipt.html", {"receipt": receipt})
        form.add_error(None, _("Se enviaron muchas desde aquí. Espere una hora, o llámenos."))
        status = 429
    elif form.is_bound:
        status = 422
    return render(request, "complaints/new.html", {"form": form}, status=status)


@public
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def state(request: HttpRequest) -> HttpResponse:
    """Tell whoever has a receipt where her complaint stands; nothing of what it says."""
    form = StateForm(posted(request))
    found, status = None, 200
    if form.is_valid():
        if limits.too_many(request, "asked", limits.ASKED_PER_WINDOW):
            form.add_error(None, _("Se preguntó muchas veces desde aquí. Espere una hora."))
            status = 429
        else:
            found = actions.state_of(form.receipt())
            if found is None:
                form.add_error(None, _("No hay una queja con ese número y esa clave."))
    if form.errors and status == 200:
        status = 422
    context = {"form": form, "complaint": found}
    return render(request, "complaints/state.html", context, status=status)


@allow(Role.PEAS_FOCAL_POINT)
@require_safe
def complaint_list(request: HttpRequest) -> HttpResponse:
    """List the complaints: those without acknowledgement first, then the latest."""
    rows = Complaint.objects.defer("sealed")
    context = {
        "received": rows.filter(state=ComplaintState.RECEIVED).order_by("received_at", "id"),
        "others": rows.exclude(state=ComplaintState.RECEIVED).order_by("-received_at", "-id")[
            :SHOWN
        ],
    }
    return render(request, "complaints/list.html", context)


def _complaint(pk: uuid.UUID) -> Complaint:
    return get_object_or_404(Complaint.objects.select_related("key"), pk=pk)


@allow(Role.PEAS_FOCAL_POINT)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what was told, the clock, and the next step; note the reading."""
    return _show(request, _complaint(pk))


def _show(request: HttpRequest, shown: Complaint, form: ui.Form | None = None) -> HttpResponse:
    received = shown.state == ComplaintState.RECEIVED
    context = {
        "complaint": shown,
        "told": actions.read_complaint(complaint=shown, user=request.user),
        "notes": actions.notes_of(shown),
        "form": form or (AttendForm() if received else NoteForm()),
    }
    return render(request, "complaints/detail.html", context, status=422 if form else 200)


def _move(
    request: HttpRequest, pk: uuid.UUID, form: ui.Form, act: Callable[..., Complaint]
) -> HttpResponse:
    shown = _complaint(pk)
    told = partial(act, complaint=shown, user=request.user)
    if done(form, lambda: told(note=form.cleaned_data["note"])):
        return redirect(shown)
    return _show(request, _complaint(pk), form)


@allow(Role.PEAS_FOCAL_POINT)
@sensitive_post_parameters()
@require_POST
def attend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Acknowledge a complaint and take it up."""
    return _move(request, pk, AttendForm(request.POST), actions.attend_complaint)


@allow(Role.PEAS_FOCAL_POINT)
@sensitive_post_parameters()
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a complaint with what was done about it."""
    return _move(request, pk, NoteForm(request.POST), actions.close_complaint)
