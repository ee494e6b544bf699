"""Pages about whether a placement lasts, reached from Hoy and from the case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.views.facts import annul_form, case_form
from arraigo.jobs.enums import Still
from arraigo.jobs.models import Placement, RetentionCheck
from arraigo.jobs.retention.actions import annul_check, record_check
from arraigo.jobs.retention.forms import CheckForm
from arraigo.people.models import ContactPoint
from arraigo.ui.pages import FORM_METHODS, done, posted


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def check(request: HttpRequest, pk: uuid.UUID, days: int) -> HttpResponse:
    """Record whether a placement still lasts, so many days after it began."""
    visible = Placement.objects.visible_to(request.user).standing()
    placement = get_object_or_404(visible.select_related("case__person", "case__protocol"), pk=pk)
    form = CheckForm(posted(request))
    act = done(form, lambda: record_check(data=form.check(placement, days), user=request.user))
    if act:
        messages.success(request, _said(act))
        if act.due_id is not None:
            return redirect("desk:today")
        return redirect("desk:case", pk=placement.case_id)
    words = {
        "placement": placement,
        "days": days,
        "contacts": ContactPoint.objects.current().filter(person=placement.person_id),
    }
    heading = _("¿Sigue trabajando?")
    return case_form(request, placement.case, form, heading, template="jobs/check.html", **words)


def _said(check: RetentionCheck) -> str:
    """Return what was kept and, for another job, where it is told."""
    if check.still == Still.CHANGED:
        return _("Anotado. Si ya sabe dónde trabaja, anótelo también con «Anotar que trabaja».")
    return _("Anotado: %(answer)s.") % {"answer": check.get_still_display()}


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void what was noted about a placement: it is due again."""
    checks = RetentionCheck.objects.visible_to(request.user)
    fact = get_object_or_404(checks.select_related("case__person", "placement"), pk=pk)
    words = {"days": fact.days, "answer": fact.get_still_display()}
    about = _("A los %(days)s días: %(answer)s") % words
    return annul_form(request, fact, f"{fact.placement.position}. {about}", annul_check)
