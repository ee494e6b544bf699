"""Raising a flag, and attending to what somebody was told."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.requests import user_of
from arraigo.casework.flags.actions import attend_flag, raise_flag
from arraigo.casework.flags.forms import AttendForm, FlagForm
from arraigo.casework.flags.models import Flag
from arraigo.casework.views.facts import case_form, visible_case
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


@allow(Role.PROJECT_LEAD)
@never_cache
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Tell who manages the case what the supervisor saw."""
    case = visible_case(request, case_id)
    form = FlagForm(posted(request))

    def act() -> Flag:
        told = form.cleaned_data
        return raise_flag(case=case, text=told["text"], flag_id=told["id"], user=request.user)

    if done(form, act):
        messages.success(request, _("La señal está en el Hoy de quien lleva el caso."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Poner una señal"), submit=_("Poner la señal"))


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def attend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what somebody was told, and take down that it was attended to."""
    flags = Flag.objects.visible_to(request.user)
    flag = get_object_or_404(flags.select_related("case__person", "raised_by", "note"), pk=pk)
    form = AttendForm(posted(request))
    if done(form, lambda: attend_flag(flag=flag, user=request.user, **form.cleaned_data)):
        messages.success(request, _("Atendida."))
        if flag.to_user_id == user_of(request).pk:
            return redirect("desk:today")
        return redirect("desk:case", pk=flag.case_id)
    return form_page(request, "flags/attend.html", form, flag=flag)
