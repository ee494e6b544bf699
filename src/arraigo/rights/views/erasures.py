"""Erasing a person's data: asked for by one, confirmed by another."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.models import User
from arraigo.accounts.requests import user_of
from arraigo.people.models import Person
from arraigo.rights.enums import ErasureReason, ErasureState
from arraigo.rights.erasing import (
    can_decide,
    confirm_erasure,
    latest_erasure,
    refuse_erasure,
    request_erasure,
)
from arraigo.rights.forms import Asking, ErasureDecisionForm, ErasureForm, told_to
from arraigo.rights.models import Erasure
from arraigo.rights.views.files import found_file
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


@allow(*CASE_WORKERS, Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def erasure(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show where the erasure stands, or ask for it."""
    file, user = found_file(request, person_id), user_of(request)
    asked, may_ask = latest_erasure(file.ids), bool(user.roles & set(OFFICE_ROLES))
    form = ErasureForm(posted(request))
    if form.is_bound and (file.person is None or not may_ask):
        raise PermissionDenied
    if file.person is not None and done(form, lambda: _ask(file.person, form, user)):
        messages.success(request, _("Borrado pedido. Lo confirma otra persona."))
        return redirect("rights:erasure", person_id=file.id)
    context = {
        "file": file,
        "erasure": asked,
        "may_ask": may_ask and (asked is None or asked.state == ErasureState.REFUSED),
        "may_decide": asked is not None and can_decide(asked, user),
        "decision": ErasureDecisionForm(),
    }
    return form_page(request, "rights/erasure.html", form, **context)


def _ask(person: Person | None, form: ErasureForm, user: User) -> Erasure:
    if person is None:
        raise PermissionDenied
    reason, given = ErasureReason(form.cleaned_data["reason"]), told_to(user, Asking.TOLD)
    return request_erasure(person=person, reason=reason, given=given, user=user)


@allow(Role.NATIONAL_OFFICER, Role.DATA_PROTECTION)
@freshly
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Erase for good, or say why not."""
    file, user = found_file(request, person_id), user_of(request)
    asked = latest_erasure(file.ids)
    if asked is None:
        raise Http404
    form = ErasureDecisionForm(posted(request))
    if done(form, lambda: _decide(asked, form, user)):
        messages.success(request, _("Decisión guardada."))
        return redirect("rights:erasure", person_id=file.id)
    context = {"file": file, "erasure": asked, "decision": form}
    context["may_decide"] = can_decide(asked, user)
    return form_page(request, "rights/erasure.html", form, **context)


def _decide(asked: Erasure, form: ErasureDecisionForm, user: User) -> Erasure:
    if form.cleaned_data["decision"] == ErasureState.CONFIRMED:
        return confirm_erasure(erasure=asked, user=user)
    return refuse_erasure(erasure=asked, reason=form.cleaned_data["reason"], user=user)
