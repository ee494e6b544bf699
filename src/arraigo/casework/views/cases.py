"""Opening a case, and voiding a delivery recorded by mistake."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.actions import annul_delivery, open_case
from arraigo.casework.enums import Source
from arraigo.casework.forms import AnnulForm, OpenCaseForm
from arraigo.casework.models import Case, ServiceDelivery
from arraigo.people.merging.aliases import canonical
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def open_for(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Confirm the registration and open the person's case."""
    people = Person.objects.visible_to(request.user).select_related("municipality")
    person = get_object_or_404(people, pk=canonical(person_id))
    standing = person.cases.open().first()
    if standing is not None:
        return redirect("desk:case", pk=standing.pk)
    form = OpenCaseForm(posted(request), person=person)
    case = done(form, lambda: _open(person, form, request.user))
    if case:
        messages.success(request, _("Caso %(code)s abierto.") % {"code": case.code})
        return redirect("desk:case", pk=case.pk)
    return form_page(request, "casework/open.html", form, person=person)


def _open(person: Person, form: OpenCaseForm, user: Any) -> Case:
    office = office_of(user, person.municipality)
    source = Source(form.cleaned_data["source"])
    told = form.cleaned_data.get("best_interests", "")
    return open_case(person=person, office=office, source=source, user=user, best_interests=told)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a delivery; it stays readable and counts no more."""
    deliveries = ServiceDelivery.objects.visible_to(request.user)
    delivery = get_object_or_404(
        deliveries.select_related("case__person", "service__organization"), pk=pk
    )
    form = AnnulForm(posted(request))
    act = partial(annul_delivery, delivery=delivery, user=request.user)
    if done(form, lambda: act(**form.cleaned_data)):
        return redirect("desk:case", pk=delivery.case_id)
    return form_page(request, "casework/annul.html", form, delivery=delivery)
