"""Writing a protection note, opening one, correcting it and making it void.

Each page leaves a trace by its own name. Nothing typed here reaches a log: the parameters are
marked as sensitive, and no message or address repeats them.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.protection import actions
from arraigo.casework.protection.actions import Confided
from arraigo.casework.protection.enums import Void
from arraigo.casework.protection.forms import BROUGHT, ProtectionForm, VoidForm
from arraigo.casework.protection.models import ProtectionNote
from arraigo.casework.views.facts import case_form, visible_case
from arraigo.core import sealing
from arraigo.ui.pages import FORM_METHODS, done, posted

FORM = "protection/write.html"


def _note(request: HttpRequest, pk: uuid.UUID) -> ProtectionNote:
    """Return a note that the user may read, or answer 404 as if there were none."""
    notes = ProtectionNote.objects.visible_to(request.user).filter(annulled_at=None)
    related = ("case__person__municipality", "case__protocol", "recorded_by", "corrects", "newer")
    return get_object_or_404(notes.select_related(*related), pk=pk)


@allow(*OFFICE_ROLES)
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write a note; what was typed into another form comes along."""
    case = visible_case(request, case_id)
    if BROUGHT in request.POST:
        form = ProtectionForm(case=case, initial=ProtectionForm.brought(request.POST))
        return case_form(request, case, form, _("Nota de protección"), template=FORM)
    form = ProtectionForm(posted(request), case=case)
    user = request.user
    if done(form, lambda: actions.write_protection_note(data=form.note(), user=user)):
        messages.success(request, _("Nota de protección guardada."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Nota de protección"), template=FORM)


@allow(*OFFICE_ROLES)
@never_cache
@require_safe
def note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show that there is a note, of when and by whom; what it says takes one more tap."""
    return render(request, "protection/note.html", {"note": _note(request, pk)})


@allow(*OFFICE_ROLES)
@never_cache
@sensitive_post_parameters()
@require_POST
def reveal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a note says, or that nobody can open it any more."""
    found = _note(request, pk)
    context = {"note": found, "told": _told(found), "opened": True}
    return render(request, "protection/note.html", context)


def _told(found: ProtectionNote) -> Confided | None:
    try:
        return actions.read_protection_note(found)
    except sealing.Unreadable:
        return None


@allow(*OFFICE_ROLES)
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write a note anew; the older one stays behind it."""
    found, user = _note(request, pk), request.user
    told = _told(found)
    initial = {"concern": told.concern, "text": told.text} if told else {}
    form = ProtectionForm(
        posted(request), case=found.case, initial={**initial, "occurred_on": found.occurred_on}
    )
    if done(
        form,
        lambda: actions.correct_protection_note(note=found, data=form.note(), user=user),
    ):
        messages.success(request, _("Nota corregida. La anterior queda guardada."))
        return redirect("desk:case", pk=found.case_id)
    heading = _("Corregir la nota de protección")
    return case_form(request, found.case, form, heading, template=FORM)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, from a list, and make a note void."""
    found, user = _note(request, pk), request.user
    form = VoidForm(posted(request))
    if done(
        form,
        lambda: actions.annul_protection_note(
            note=found, why=Void(form.cleaned_data["why"]), user=user
        ),
    ):
        messages.success(request, _("Nota anulada. Ya nadie la abre."))
        return redirect("desk:case", pk=found.case_id)
    return case_form(
        request, found.case, form, _("Anular la nota de protección"), danger=_("Anular")
    )
