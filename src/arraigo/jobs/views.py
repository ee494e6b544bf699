"""Pages of applications and placements, reached from a case."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.models import Case
from arraigo.casework.views.facts import annul_form, case_form, visible_case
from arraigo.core import clock
from arraigo.jobs import actions
from arraigo.jobs.ages import REFUSALS, WorkingAge, working_age
from arraigo.jobs.forms import ApplicationForm, EndForm, FirstSaleForm, PlacementForm
from arraigo.jobs.models import Application, Placement
from arraigo.jobs.retention.actions import annul_placement as annul_placement_fact
from arraigo.ui.pages import FORM_METHODS, done, posted


def _placement(request: HttpRequest, pk: uuid.UUID) -> Placement:
    visible = Placement.objects.visible_to(request.user).with_occasional().with_checks()
    return get_object_or_404(visible.select_related("case__person"), pk=pk)


def _day(request: HttpRequest) -> date:
    """Return the day that was typed, if it is one, or today."""
    try:
        return date.fromisoformat(request.POST.get("occurred_on", ""))
    except ValueError:
        return clock.today()


def _too_young(case: Case) -> Any:
    """Return the words for somebody who is surely under 18, so that no form is filled in vain."""
    age = working_age(case.person.birth_year, clock.today())
    return REFUSALS[age] if age in (WorkingAge.CHILD, WorkingAge.ADOLESCENT) else ""


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def apply(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record that the person of a case applied for a job."""
    case = visible_case(request, case_id)
    ask = actions.must_ask_birthday(case, _day(request))
    form = ApplicationForm(posted(request), ask_birthday=ask)
    if done(form, lambda: actions.apply(data=form.application(case), user=request.user)):
        messages.success(request, _("Postulación anotada."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Anotar una postulación"), refused=_too_young(case))


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def place(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record that the person of a case started a job or a business."""
    case = visible_case(request, case_id)
    ask = actions.must_ask_birthday(case, _day(request))
    form = PlacementForm(posted(request), ask_birthday=ask)
    if done(form, lambda: actions.place(data=form.placement(case), user=request.user)):
        messages.success(request, _("Anotado. Ahora cuente cómo le va en el seguimiento."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Empezó un empleo o negocio"), refused=_too_young(case))


@allow(*CASE_WORKERS)
@require_safe
def placement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a placement and what can be noted about it now."""
    found = _placement(request, pk)
    user: Any = request.user
    may_record = found.annulled_at is None and bool(user.roles & set(OFFICE_ROLES))
    context = {"placement": found, "may_record": may_record}
    return render(request, "jobs/placement.html", context)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def first_sale(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the first sale of a business."""
    found = _placement(request, pk)
    form = FirstSaleForm(posted(request))
    if done(
        form,
        lambda: actions.record_first_sale(placement=found, user=request.user, **form.cleaned_data),
    ):
        return redirect(found)
    return case_form(request, found.case, form, _("Primera venta"), about=found.position)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the last day of a job or a business."""
    found = _placement(request, pk)
    form = EndForm(posted(request))
    if done(
        form,
        lambda: actions.end_placement(placement=found, user=request.user, **form.cleaned_data),
    ):
        return redirect(found)
    return case_form(request, found.case, form, _("Terminó"), about=found.position)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_placement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a placement."""
    fact = _placement(request, pk)
    return annul_form(request, fact, fact.position, annul_placement_fact)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_application(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void an application."""
    visible = Application.objects.visible_to(request.user)
    fact = get_object_or_404(visible.select_related("case__person"), pk=pk)
    return annul_form(request, fact, f"{fact.position} · {fact.employer_name}")
