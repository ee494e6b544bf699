"""Pages of training and certificates, reached from a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.views.facts import annul_form, case_form, visible_case
from arraigo.core.transitions import can
from arraigo.learning import actions
from arraigo.learning.forms import CertificateForm, CompletionForm, DropForm, EnrolmentForm
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.learning.transitions import BEGIN, DROP, FINISH, TRANSITIONS
from arraigo.ui.pages import FORM_METHODS, attempted, done, posted


def _enrolment(request: HttpRequest, pk: uuid.UUID) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.user)
    names = visible.select_related("case__person", "service", "organization", "award")
    return get_object_or_404(names, pk=pk)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def enrol(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Enrol the person of a case in a training; `?servicio=` chooses one beforehand."""
    case = visible_case(request, case_id)
    form = EnrolmentForm(posted(request), initial={"service": request.GET.get("servicio")})
    if done(form, lambda: actions.enrol(data=form.enrolment(case), user=request.user)):
        messages.success(request, _("Inscripción anotada."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Inscribir en una formación"))


@allow(*CASE_WORKERS)
@require_safe
def enrolment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an enrolment and what can be noted about it now."""
    found = _enrolment(request, pk)
    user: Any = request.user
    may = {
        name: can(TRANSITIONS, step, found, user, user.roles)
        for name, step in (("begin", BEGIN), ("finish", FINISH), ("drop", DROP))
    }
    context = {
        "enrolment": found,
        "completion": found.completions.filter(annulled_at=None).first(),
        "may": may,
        "may_annul": found.annulled_at is None and bool(user.roles & set(OFFICE_ROLES)),
    }
    return render(request, "learning/enrolment.html", context)


@allow(*OFFICE_ROLES)
@require_POST
def begin(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person has begun."""
    found = _enrolment(request, pk)
    attempted(request, lambda: actions.begin_training(enrolment=found, user=request.user))
    return redirect(found)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def complete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person finished the training."""
    found = _enrolment(request, pk)
    form = CompletionForm(posted(request))
    if done(
        form, lambda: actions.complete_training(data=form.completion(found), user=request.user)
    ):
        messages.success(request, _("Formación terminada. Quedó como servicio recibido."))
        return redirect("desk:case", pk=found.case_id)
    about = found.service.name
    return case_form(request, found.case, form, _("Terminó la formación"), about=about)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person left the training."""
    found = _enrolment(request, pk)
    form = DropForm(posted(request))
    if done(
        form,
        lambda: actions.drop_training(enrolment=found, user=request.user, **form.cleaned_data),
    ):
        return redirect(found)
    return case_form(request, found.case, form, _("Dejó la formación"), about=found.service.name)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def certificate_new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record a certificate that the person of a case obtained."""
    case = visible_case(request, case_id)
    form = CertificateForm(posted(request))
    if done(
        form, lambda: actions.record_certificate(data=form.certificate(case), user=request.user)
    ):
        messages.success(request, _("Certificado anotado."))
        return redirect("desk:case", pk=case.pk)
    return case_form(request, case, form, _("Anotar un certificado"))


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_enrolment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void an enrolment."""
    fact = _enrolment(request, pk)
    return annul_form(request, fact, fact.service.name, actions.annul_enrolment)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_completion(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a completion: the training goes on."""
    visible = Completion.objects.visible_to(request.user)
    fact = get_object_or_404(visible.select_related("case__person", "enrolment__service"), pk=pk)
    about = _("Terminó %(training)s") % {"training": fact.enrolment.service.name}
    return annul_form(request, fact, about, actions.annul_completion)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_certificate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a certificate."""
    visible = Certificate.objects.visible_to(request.user)
    fact = get_object_or_404(visible.select_related("case__person"), pk=pk)
    return annul_form(request, fact, fact.title)
