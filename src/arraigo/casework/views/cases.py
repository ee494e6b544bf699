"""Opening a case, giving it to another manager, and voiding a delivery recorded by mistake."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.casework.actions import annul_delivery, open_case, reassign_case
from arraigo.casework.enums import Source
from arraigo.casework.forms import AnnulForm, OpenCaseForm, ReassignForm
from arraigo.casework.models import ServiceDelivery
from arraigo.casework.views.work import METHODS, done, page, posted, visible_case
from arraigo.core.transitions import Refused
from arraigo.people.merging.aliases import canonical
from arraigo.people.models import Person
from arraigo.people.offices import office_of


@allow(Role.PROMOTOR, Role.PROJECT_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Confirm the registration and open the person's case."""
    people = Person.objects.visible_to(request.user).select_related("municipality")
    person = get_object_or_404(people, pk=canonical(person_id))
    standing = person.cases.open().first()
    if standing is not None:
        return redirect("desk:case", pk=standing.pk)
    form = OpenCaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            case = open_case(
                person=person,
                office=office_of(request.user, person.municipality),
                source=Source(form.cleaned_data["source"]),
                user=request.user,
            )
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Caso %(code)s abierto.") % {"code": case.code})
            return redirect("desk:case", pk=case.pk)
    status = 422 if form.errors else 200
    return render(request, "casework/open.html", {"form": form, "person": person}, status=status)


@allow(Role.PROJECT_LEAD)
@require_http_methods(METHODS)
def reassign(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose who manages the case from now on; what is due in it goes along."""
    case = visible_case(request, case_id)
    form = ReassignForm(posted(request), case=case)
    if done(form, lambda: reassign_case(case=case, user=request.user, **form.cleaned_data)):
        messages.success(request, _("El caso y sus pendientes cambiaron de promotor/a."))
        return redirect("desk:case", pk=case.pk)
    return page(request, "casework/reassign.html", form, case=case)


@allow(Role.PROMOTOR, Role.PROJECT_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a delivery; it stays readable and counts no more."""
    deliveries = ServiceDelivery.objects.visible_to(request.user)
    delivery = get_object_or_404(
        deliveries.select_related("case__person", "service__organization"), pk=pk
    )
    form = AnnulForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            annul_delivery(delivery=delivery, user=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("desk:case", pk=delivery.case_id)
    context = {"form": form, "delivery": delivery}
    return render(request, "casework/annul.html", context, status=422 if form.errors else 200)
