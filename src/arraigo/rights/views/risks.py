"""Life at risk: telling data without permission, and reviewing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.requests import user_of
from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.casework.emergency.forms import ReviewForm
from arraigo.core import traces
from arraigo.rights.access import codes_of
from arraigo.rights.forms import RiskForm
from arraigo.rights.risk.actions import review_risk, tell_at_risk
from arraigo.rights.risk.models import RiskDisclosure
from arraigo.rights.views.files import found_person
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted

SHOWN = 100


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def risk(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ask what is told to whom and why; nothing is sent from here."""
    file, person = found_person(request, person_id)
    form, user = RiskForm(posted(request)), user_of(request)
    if done(form, lambda: tell_at_risk(person=person, user=user, **form.cleaned_data)):
        messages.success(request, _("Anotado. Llame ahora. Protección de datos lo revisará."))
        return redirect("desk:person", pk=file.id)
    return form_page(request, "rights/risk.html", form, file=file)


@allow(Role.DATA_PROTECTION)
@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """List what waits for a review, by case codes."""
    waiting = list(RiskDisclosure.objects.to_review().select_related("made_by")[:SHOWN])
    people = [told.person_id for told in waiting]
    traces.show(people)
    codes = codes_of(people)
    rows = [(told, codes.get(told.person_id, "")) for told in waiting]
    return render(request, "rights/risks.html", {"rows": rows})


@allow(Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who told what to whom and why, and take the verdict."""
    told = get_object_or_404(RiskDisclosure.objects.select_related("made_by"), pk=pk)
    form, user = ReviewForm(posted(request)), user_of(request)
    traces.show([told.person_id])

    def act() -> RiskDisclosure:
        verdict = EmergencyVerdict(form.cleaned_data["verdict"])
        comment = form.cleaned_data["comment"]
        return review_risk(told=told, verdict=verdict, comment=comment, user=user)

    if done(form, act):
        messages.success(request, _("Revisión guardada."))
        return redirect("rights:risks")
    return form_page(request, "rights/risk_review.html", form, told=told)
