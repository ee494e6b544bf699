"""Opening a file in an emergency, the queue of reviews, and reserving a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.requests import user_of
from arraigo.casework.emergency import actions
from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.casework.emergency.forms import OpenForm, ReviewForm
from arraigo.casework.emergency.models import EmergencyAccess, ReservedFile, ReservedMatch
from arraigo.casework.models.case import Case
from arraigo.core import traces
from arraigo.core.context import acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.people.models import Person
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

SHOWN = 100


@allow(*OFFICE_ROLES)
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def open_file(request: HttpRequest) -> HttpResponse:
    """Ask for the exact number and the reason, and open the file; list what is open to the user."""
    form = OpenForm(posted(request))
    status = 422
    if form.is_valid():
        try:
            access = actions.open_in_emergency(**form.cleaned_data, user=user_of(request))
            if access is not None:
                return redirect(access)
            form.add_error("code", _("No se abrió ningún expediente con ese número."))
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = 429 if isinstance(refused, actions.TooMany) else 422
    page = form_page(request, "emergency/open.html", form, standing=_open_to(request))
    page.status_code = status if form.errors else 200
    return page


def _open_to(request: HttpRequest) -> list[EmergencyAccess]:
    user = user_of(request)
    return list(EmergencyAccess.objects.in_force_for(user).order_by("until"))


@allow(Role.DATA_PROTECTION, Role.PROJECT_LEAD)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the accesses this user reviews: those that wait, then the latest reviewed."""
    mine = EmergencyAccess.objects.visible_to(request.user).select_related("user", "reviewed_by")
    reviewed = mine.exclude(reviewed_at=None).order_by("-reviewed_at")
    context = {
        "waiting": mine.to_review().exclude(user=user_of(request).pk),
        "reviewed": reviewed[:SHOWN],
    }
    return render(request, "emergency/queue.html", context)


@allow(Role.DATA_PROTECTION, Role.PROJECT_LEAD)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who opened a file, why and what was looked at, and take the verdict."""
    accesses = EmergencyAccess.objects.visible_to(request.user).select_related("user")
    access = get_object_or_404(accesses.exclude(user=user_of(request).pk), pk=pk)
    form = ReviewForm(posted(request))
    if done(form, lambda: _review(access, form, request.user)):
        messages.success(request, _("Revisión guardada."))
        return redirect("emergency:queue")
    return form_page(request, "emergency/review.html", form, access=access, looks=_looks(access))


def _review(access: EmergencyAccess, form: ReviewForm, user: Any) -> EmergencyAccess:
    verdict = EmergencyVerdict(form.cleaned_data["verdict"])
    return actions.review_access(
        access=access, verdict=verdict, comment=form.cleaned_data["comment"], user=user
    )


def _looks(access: EmergencyAccess) -> int:
    """Return how many pages were looked at under the access; whose, the reviewer is not told."""
    with acting_as(actions.JOB):
        pages = Trace.objects.filter(person_id=access.person_id, purpose=access.purpose)
        return int(pages.aggregate(pages=Count("request_id", distinct=True))["pages"])


@allow(Role.DATA_PROTECTION)
@require_safe
def reserved_matches(request: HttpRequest) -> HttpResponse:
    """List the pairs with a reserved file, by the codes of their cases."""
    waiting = ReservedMatch.objects.filter(seen_at=None).order_by("found_at", "pk")[:SHOWN]
    matches = list(waiting)
    people = [person_id for match in matches for person_id in (match.one, match.other)]
    traces.show(people)
    cases = Case.objects.filter(person__in=people).order_by("opened_on", "pk")
    codes = dict(cases.values_list("person_id", "code"))
    pairs = [(match, codes.get(match.one), codes.get(match.other)) for match in matches]
    return render(request, "emergency/reserved_matches.html", {"pairs": pairs})


@allow(Role.DATA_PROTECTION)
@require_POST
def attend_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a pair was seen to."""
    match, user = get_object_or_404(ReservedMatch, pk=pk), user_of(request)
    if attempted(request, lambda: actions.attend_reserved_match(match=match, user=user)):
        messages.success(request, _("Anotado."))
    return redirect("emergency:reserved_matches")


@allow(Role.PROJECT_LEAD)
@require_http_methods(FORM_METHODS)
def reserve(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Reserve a file of one's office, or lift its reservation."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    reserved = ReservedFile.objects.standing().filter(person=person.pk).exists()
    form = ui.Form(posted(request))
    act = actions.lift_reservation if reserved else actions.reserve_file
    if done(form, lambda: act(person=person, user=user_of(request)) or True):
        messages.success(request, _("Guardado."))
        return redirect("desk:person", pk=person.pk)
    return form_page(request, "emergency/reserve.html", form, person=person, reserved=reserved)
