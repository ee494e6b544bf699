"""What came of a call or a message that reached nobody: one tap, where one called from."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.actions import record_attempt
from arraigo.casework.forms.follow_ups import AttemptForm
from arraigo.casework.models import Case, Due
from arraigo.casework.views.facts import visible_case
from arraigo.ui.pages import attempted


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def attempt(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record that the person of the case was not reached; nothing was due."""
    return _attempt(request, visible_case(request, case_id), None)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def attempt_due(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the person was not reached; what was due moves to the protocol's retry day."""
    due = get_object_or_404(Due.objects.visible_to(request.user), pk=pk, case__isnull=False)
    return _attempt(request, visible_case(request, due.case_id), due)  # type: ignore[arg-type]


def _attempt(request: HttpRequest, case: Case, due: Due | None) -> HttpResponse:
    form = AttemptForm(request.POST, case=case)
    if not form.is_valid():
        messages.error(request, _("No se pudo anotar así. Escoja aquí qué pasó."))
        if due is None:
            return redirect("casework:follow_up", case_id=case.pk)
        return redirect("casework:follow_up_due", pk=due.pk)
    if attempted(request, lambda: record_attempt(data=form.attempt(due), user=request.user)):
        messages.success(request, _saved(form, due))
    if due is not None and request.POST.get("from") == "today":
        return redirect("desk:today")
    return redirect("desk:case", pk=case.pk)


def _saved(form: AttemptForm, due: Due | None) -> str:
    """Return what was kept and, if something is due, when one tries again."""
    told = dict(form.fields["result"].choices)[form.cleaned_data["result"]]  # type: ignore[attr-defined]
    standing = Due.objects.open().filter(pk=due.pk).first() if due else None
    if standing is None:
        return _("Anotado: %(result)s.") % {"result": told}
    day = date_format(standing.due_on, "DATE_FORMAT")
    words = {"result": told, "day": day}
    return _("Anotado: %(result)s. Se intenta otra vez el %(day)s.") % words
