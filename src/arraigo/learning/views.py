"""Pages of training and certificates, reached from a case."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import Role
from arraigo.casework.actions import annul_fact
from arraigo.casework.forms import AnnulForm
from arraigo.casework.models import Case, CaseFact
from arraigo.core.transitions import Refused, can
from arraigo.learning import actions
from arraigo.learning.forms import CertificateForm, CompletionForm, DropForm, EnrolmentForm, tried
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.learning.transitions import BEGIN, DROP, FINISH, TRANSITIONS
from arraigo.ui import forms as ui

RECORDERS = (Role.PROMOTOR, Role.PROJECT_LEAD)
FORM_METHODS = ("GET", "HEAD", "POST")


def _case(request: HttpRequest, case_id: uuid.UUID) -> Case:
    visible = Case.objects.visible_to(request.user).select_related("person")
    return get_object_or_404(visible, pk=case_id)


def _enrolment(request: HttpRequest, pk: uuid.UUID) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.user)
    names = visible.select_related("case__person", "service", "organization", "award")
    return get_object_or_404(names, pk=pk)


def _form_page(request: HttpRequest, case: Case, form: ui.Form, **words: str) -> HttpResponse:
    context = {"case": case, "form": form, **words}
    return render(request, "learning/form.html", context, status=422 if form.errors else 200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def enrol(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Enrol the person of a case in a training; `?servicio=` chooses one beforehand."""
    case = _case(request, case_id)
    form = EnrolmentForm(_data(request), initial={"service": request.GET.get("servicio")})
    if tried(form, lambda: actions.enrol(data=form.enrolment(case), user=request.user)):
        messages.success(request, _("Inscripción anotada."))
        return redirect("desk:case", pk=case.pk)
    words = {"heading": _("Inscribir en una formación"), "submit": _("Guardar")}
    return _form_page(request, case, form, **words)


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
        "may_annul": found.annulled_at is None and bool(user.roles & set(RECORDERS)),
    }
    return render(request, "learning/enrolment.html", context)


@allow(*RECORDERS)
@require_POST
def begin(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person has begun."""
    found = _enrolment(request, pk)
    try:
        actions.begin_training(enrolment=found, user=request.user)
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect(found)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def complete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person finished the training."""
    found = _enrolment(request, pk)
    form = CompletionForm(_data(request))
    if tried(
        form, lambda: actions.complete_training(data=form.completion(found), user=request.user)
    ):
        messages.success(request, _("Formación terminada. Quedó como servicio recibido."))
        return redirect("desk:case", pk=found.case_id)
    words = {"heading": _("Terminó la formación"), "about": found.service.name}
    return _form_page(request, found.case, form, submit=_("Guardar"), **words)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the person left the training."""
    found = _enrolment(request, pk)
    form = DropForm(_data(request))
    if tried(
        form,
        lambda: actions.drop_training(enrolment=found, user=request.user, **form.cleaned_data),
    ):
        return redirect(found)
    words = {"heading": _("Dejó la formación"), "about": found.service.name}
    return _form_page(request, found.case, form, submit=_("Guardar"), **words)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def certificate_new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Record a certificate that the person of a case obtained."""
    case = _case(request, case_id)
    form = CertificateForm(_data(request))
    if tried(
        form, lambda: actions.record_certificate(data=form.certificate(case), user=request.user)
    ):
        messages.success(request, _("Certificado anotado."))
        return redirect("desk:case", pk=case.pk)
    words = {"heading": _("Anotar un certificado"), "submit": _("Guardar")}
    return _form_page(request, case, form, **words)


def _annul(
    request: HttpRequest, fact: CaseFact, act: Callable[..., Any], about: str
) -> HttpResponse:
    form = AnnulForm(_data(request))
    if tried(form, lambda: act(fact=fact, user=request.user, **form.cleaned_data)):
        messages.success(request, _("Anulado. Ya no cuenta."))
        return redirect("desk:case", pk=fact.case_id)
    words = {"heading": _("Anular"), "about": about, "submit": _("Anular"), "kind": "danger"}
    return _form_page(request, fact.case, form, **words)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def annul_enrolment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void an enrolment."""
    fact = _enrolment(request, pk)
    return _annul(request, fact, actions.annul_enrolment, fact.service.name)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def annul_completion(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a completion: the training goes on."""
    visible = Completion.objects.visible_to(request.user)
    fact = get_object_or_404(visible.select_related("case__person", "enrolment__service"), pk=pk)
    about = _("Terminó %(training)s") % {"training": fact.enrolment.service.name}
    return _annul(request, fact, actions.annul_completion, about)


@allow(*RECORDERS)
@require_http_methods(FORM_METHODS)
def annul_certificate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a certificate."""
    visible = Certificate.objects.visible_to(request.user)
    fact = get_object_or_404(visible.select_related("case__person"), pk=pk)
    return _annul(request, fact, annul_fact, fact.title)
