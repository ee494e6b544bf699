"""Pages of contracts and payments. They show no returned person."""

from __future__ import annotations

import uuid
from functools import partial
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.freshness import freshly
from arraigo.contracts import actions
from arraigo.contracts.documents import certificate_pdf
from arraigo.contracts.forms import ButtonForm, PaymentForm
from arraigo.contracts.missing import missing_of
from arraigo.contracts.models import ContractMonth, PaymentCertificate
from arraigo.contracts.progress import progress_of
from arraigo.contracts.querysets import PAYERS
from arraigo.contracts.rules import refusal_to_certify, refusal_to_pay
from arraigo.indicators.paging import beyond, page_of
from arraigo.reports.actions import start_report
from arraigo.ui import forms as ui
from arraigo.ui.pages import done


@allow(Role.PROMOTOR, Role.FINANCE, Role.NATIONAL_OFFICER)
@require_safe
def contract_list(request: HttpRequest) -> HttpResponse:
    """Show what is waiting for the user: own months, months to issue, payments to certify."""
    return _show_list(request)


def _show_list(
    request: HttpRequest, form: ui.Form | None = None, status: int = 200
) -> HttpResponse:
    """Render the list; `form` carries what went wrong."""
    user: Any = request.user
    months = ContractMonth.objects.with_names()
    certificates = PaymentCertificate.objects.visible_to(user).with_names()
    own = progress_of(list(months.filter(contract__consultant=user)), user)
    context: dict[str, Any] = {"form": form, "own": own}
    if Role.FINANCE in user.roles:
        context["to_issue"] = progress_of(list(months.ready_to_issue()), user)
    if Role.NATIONAL_OFFICER in user.roles:
        context["to_certify"] = certificates.to_certify()
        certificates = certificates.certified()
    if PAYERS & user.roles:
        fetch = partial(beyond, certificates, ("starts_on", "id"))
        context["page"] = page_of(fetch, request.GET, attrgetter("starts_on", "pk"))
    return render(request, "contracts/list.html", context, status=status)


@allow(Role.PROMOTOR)
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Show the consultant what each of her months still lacks to be paid, and who has it."""
    return render(request, "contracts/missing.html", {"months": missing_of(request.user)})


@allow(Role.PROMOTOR)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the month's report, or open the one there is."""
    user: Any = request.user
    months = ContractMonth.objects.with_names().filter(contract__consultant=user)
    month = get_object_or_404(months, pk=pk)
    form = ButtonForm(request.POST)
    act = partial(start_report, author=user, office=month.contract.office)
    report = done(form, lambda: act(starts_on=month.starts_on, ends_on=month.ends_on))
    return redirect(report) if report else _show_list(request, form, status=422)


@allow(Role.FINANCE)
@freshly
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the certificate of a month and show it."""
    month = get_object_or_404(ContractMonth.objects.visible_to(request.user).with_names(), pk=pk)
    form = ButtonForm(request.POST)
    act = partial(actions.issue_certificate, contract_month=month, user=request.user)
    certificate = done(form, act)
    if not certificate:
        return _show_list(request, form, status=422)
    messages.success(request, _("Emitido. Falta que una segunda persona lo certifique."))
    return redirect(certificate)


def _certificate(request: HttpRequest, pk: uuid.UUID) -> PaymentCertificate:
    visible = PaymentCertificate.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)


@allow(Role.PROMOTOR, Role.FINANCE, Role.NATIONAL_OFFICER)
@require_safe
def certificate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a payment certificate and, to who may, the button that certifies it."""
    return _show(request, _certificate(request, pk))


def _show(
    request: HttpRequest,
    shown: PaymentCertificate,
    form: ui.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "certificate": shown,
        "month": shown.contract_month,
        "contract": shown.contract_month.contract,
        "form": form,
        "may_certify": refusal_to_certify(shown, request.user) is None,
        "may_pay": refusal_to_pay(shown, request.user) is None,
        "payment_form": form if isinstance(form, PaymentForm) else PaymentForm(),
    }
    return render(request, "contracts/certificate.html", context, status=status)


@allow(Role.NATIONAL_OFFICER)
@freshly
@require_POST
def certify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Certify a payment as the second person."""
    shown = _certificate(request, pk)
    form = ButtonForm(request.POST)
    if not done(form, lambda: actions.certify(certificate=shown, user=request.user)):
        return _show(request, _certificate(request, pk), form, status=422)
    messages.success(request, _("Certificado. El pago procede."))
    return redirect(shown)


@allow(Role.FINANCE)
@require_POST
def pay(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a certified month was paid."""
    shown = _certificate(request, pk)
    form = PaymentForm(request.POST)
    act = partial(actions.record_payment, certificate=shown, user=request.user)
    if done(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("Pago anotado."))
        return redirect(shown)
    return _show(request, _certificate(request, pk), form, status=422)


@allow(Role.PROMOTOR, Role.FINANCE, Role.NATIONAL_OFFICER)
@require_safe
def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Print a payment certificate."""
    shown = _certificate(request, pk)
    response = HttpResponse(certificate_pdf(shown), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{shown.number}.pdf"'
    return response
