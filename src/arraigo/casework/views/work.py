"""Notes, counselling sessions and follow-ups; what is due, moved or taken up."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.actions import (
    annul_fact,
    finish_due,
    postpone_due,
    record_attempt,
    record_follow_up,
    record_note,
    record_session,
)
from arraigo.casework.actions.follow_ups import retry_on, suggested_next
from arraigo.casework.enums import FINISHED_ON_HOY
from arraigo.casework.forms import AnnulForm, NoteForm, PostponeForm, SessionForm
from arraigo.casework.forms.follow_ups import FollowUpForm, answered_by
from arraigo.casework.models import (
    Case,
    ContactAttempt,
    CounsellingSession,
    Due,
    FollowUp,
    Note,
)
from arraigo.casework.views.facts import case_form, visible_case
from arraigo.core import clock
from arraigo.people.models import ContactPoint
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

FACTS: dict[str, Any] = {
    "nota": Note,
    "sesion": CounsellingSession,
    "seguimiento": FollowUp,
    "intento": ContactAttempt,
}


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def note(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write a note or visit."""
    case = visible_case(request, case_id)
    form = NoteForm(posted(request), case=case, user=request.user)
    if done(form, lambda: record_note(data=form.note(), user=request.user)):
        messages.success(request, _("Nota guardada."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Nota o visita"), template="casework/note.html")


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def session(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record a counselling session."""
    case = visible_case(request, case_id)
    earlier = CounsellingSession.objects.to_ask_about(case.pk)
    if earlier is not None and str(earlier.pk) == request.POST.get("id"):
        earlier = None  # sent twice: it is the session itself
    seen = request.POST.get("earlier", "")
    form = SessionForm(posted(request), case=case, earlier=earlier, seen=seen)
    if done(form, lambda: record_session(data=form.session(), user=request.user)):
        messages.success(request, _("Sesión guardada."))
        return redirect("desk:case", pk=case.pk)
    template = "casework/session.html"
    return case_form(request, case, form, _("Consejería"), template=template, earlier=earlier)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def follow_up(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record what came of a call or visit, with what is due next in the case."""
    return _follow_up(request, visible_case(request, case_id), None)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def follow_up_due(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what came of the call or visit that was due."""
    due = get_object_or_404(Due.objects.visible_to(request.user), pk=pk, case__isnull=False)
    return _follow_up(request, visible_case(request, due.case_id), due)  # type: ignore[arg-type]


def _follow_up(request: HttpRequest, case: Case, due: Due | None) -> HttpResponse:
    last = FollowUp.objects.latest_of(case.pk)
    suggested = suggested_next(case, due)
    told = answered_by(request.GET.get("por", ""), last)
    form = FollowUpForm(
        posted(request), case=case, last=last, due=due, suggested=suggested, initial=told
    )
    if done(form, lambda: _record(form, request.user)):
        messages.success(request, _("Seguimiento guardado.") if form.reached else _("Anotado."))
        return redirect("desk:today") if due else redirect("desk:case", pk=case.pk)
    context = {
        "case": case,
        "due": due,
        "last": last,
        "last_outcomes": [case.protocol.label("outcomes", code) for code in last.outcomes]
        if last
        else [],
        "contacts": ContactPoint.objects.current().filter(person=case.person_id),
        "suggested": suggested,
        "retry": retry_on(case),
    }
    return form_page(request, "casework/follow_up.html", form, **context)


def _record(form: FollowUpForm, user: Any) -> None:
    if form.reached:
        record_follow_up(data=form.follow_up(), user=user)
    else:
        record_attempt(data=form.attempt(), user=user)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def postpone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move something due to another day: tomorrow, in three days, in a week, or a date."""
    dues = Due.objects.visible_to(request.user).movable_by(request.user)
    due = get_object_or_404(dues.select_related("case", "person__municipality"), pk=pk)
    form = PostponeForm(posted(request))
    if done(form, lambda: postpone_due(due=due, new_date=form.cleaned_data["new_date"])):
        messages.success(request, _("Pospuesto."))
        return redirect("desk:today")
    today = clock.today()
    quick = [
        (today + timedelta(days=1), _("Mañana")),
        (today + timedelta(days=3), _("En tres días")),
        (today + timedelta(days=7), _("En una semana")),
    ]
    return form_page(request, "casework/postpone.html", form, due=due, quick=quick)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark something due as done today. What is done in a room of its own is finished there."""
    dues = Due.objects.visible_to(request.user).filter(kind__in=FINISHED_ON_HOY)
    due = get_object_or_404(dues.select_related("case"), pk=pk)
    if attempted(request, lambda: finish_due(due=due)):
        messages.success(request, _("Hecho."))
    return redirect("desk:today")


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def annul_record(request: HttpRequest, name: str, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a note, session, follow-up or attempt; it stays readable."""
    if name not in FACTS:
        raise Http404
    facts = FACTS[name].objects.visible_to(request.user).select_related("case__person")
    fact = get_object_or_404(facts, pk=pk)
    form = AnnulForm(posted(request))
    if done(form, lambda: annul_fact(fact=fact, user=request.user, **form.cleaned_data)):
        return redirect("desk:case", pk=fact.case_id)
    return form_page(request, "casework/annul_record.html", form, fact=fact)
