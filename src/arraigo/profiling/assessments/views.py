"""«Evaluaciones» of a case: the rounds, recording one page by page, one by itself, voiding it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case
from arraigo.casework.views.facts import annul_form, visible_case
from arraigo.core import traces
from arraigo.profiling.assessments import reading
from arraigo.profiling.assessments.actions import annul_assessment, record_assessment
from arraigo.profiling.assessments.agenda import decline_assessment
from arraigo.profiling.assessments.forms import Interview
from arraigo.profiling.assessments.instruments import Instrument, in_language, instrument_of
from arraigo.profiling.assessments.lent import is_on
from arraigo.profiling.assessments.models import Assessment
from arraigo.ui.pages import FORM_METHODS, done, posted


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def overview(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show the assessments of the case's person: who, when, which level, and how they moved."""
    case = visible_case(request, case_id)
    traces.show([case.person_id])
    kinds = reading.of_case(case, request.user)
    offered = [] if case.closed_on else reading.offered(case, kinds)
    context = {"case": case, "kinds": kinds, "offered": offered}
    return render(request, "assessments/overview.html", context)


def _instrument(kind: str) -> Instrument:
    """Return what an assessment asks, or answer 404 for one that there is not, or is off."""
    asked = instrument_of(kind)
    if asked is None or not is_on(kind):
        raise Http404
    return asked


@allow(*OFFICE_ROLES)
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, case_id: uuid.UUID, instrument: str) -> HttpResponse:
    """Ask a few questions at a time; keep the answers at the end, or nothing if she declines."""
    cases = Case.objects.visible_to(request.user).open().select_related("person")
    case = get_object_or_404(cases, pk=case_id)
    interview = Interview(case, _instrument(instrument), posted(request))
    if interview.move():
        answered = _kept(request, interview)
        if answered is not None:
            return answered
    context = {
        "case": case,
        "interview": interview,
        "form": interview.form,
        "opening": in_language(interview.instrument.opening),
    }
    status = 422 if interview.form.errors else 200
    return render(request, "assessments/new.html", context, status=status)


def _kept(request: HttpRequest, interview: Interview) -> HttpResponse | None:
    """Keep what was told, or that she declined; None when the form says why it cannot be."""
    form, case, user = interview.form, interview.case, user_of(request)
    if form.is_refused:
        decline_assessment(case=case, kind=interview.instrument.kind, round=form.round, user=user)
        messages.info(request, _("Está bien. No anotamos nada de la entrevista."))
        return redirect("assessments:overview", case_id=case.pk)
    if done(form, lambda: record_assessment(data=form.assessment(), user=user)):
        messages.success(request, _("Evaluación guardada."))
        return redirect("assessments:overview", case_id=case.pk)
    return None


def _assessment(request: HttpRequest, pk: uuid.UUID) -> Assessment:
    """Return an assessment the user may see, or answer 404 as if there were none."""
    seen = Assessment.objects.visible_to(request.user).with_scores()
    return get_object_or_404(seen.select_related("case__person", "recorded_by"), pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one assessment: its open answers, and its score under every scheme."""
    found = _assessment(request, pk)
    traces.show([found.person_id])
    shown = found.shown_score
    context = {
        "assessment": found,
        "score": shown,
        "earlier": [each for each in found.scores.all() if each != shown],
        "told": found.told(),
    }
    return render(request, "assessments/detail.html", context)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void an assessment; it stays readable."""
    found = _assessment(request, pk)
    return annul_form(request, found, found.title, annul_assessment)
