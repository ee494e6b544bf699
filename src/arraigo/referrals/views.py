"""Pages of referrals, for those who work with the person's file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import Role
from arraigo.casework.models import Case
from arraigo.core.transitions import Refused
from arraigo.people.consent import text_in_force
from arraigo.people.enums import ConsentPurpose
from arraigo.referrals.actions import (
    close_referral,
    record_answer,
    send_referral,
    withdraw_referral,
)
from arraigo.referrals.enums import Channel
from arraigo.referrals.forms import PhoneAnswerForm, ReferralForm, WithdrawalForm
from arraigo.referrals.models import Referral
from arraigo.referrals.slip import print_slip
from arraigo.referrals.suggestions import suggest
from arraigo.referrals.transitions import (
    ANSWERS_BY_CHANNEL,
    answers_now,
    can_close,
    can_withdraw,
)

SENDERS = (Role.PROMOTOR, Role.PROJECT_LEAD)


@allow(*SENDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose a service and send the person there with her consent."""
    cases = Case.objects.visible_to(request.user).open().select_related("person__municipality")
    case = get_object_or_404(cases, pk=case_id)
    chosen = _chosen(request)
    suggestions, first = suggest(case.person, chosen), {"service": chosen}
    form = ReferralForm(request.POST or None, case=case, suggestions=suggestions, initial=first)
    if request.method == "POST" and form.is_valid():
        referral = _sent(request, form)
        if referral is not None:
            return redirect(referral)
    context = {"form": form, "case": case, "consent_text": text_in_force(ConsentPurpose.PARTNER)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "referrals/new.html", context, status=status)


def _sent(request: HttpRequest, form: ReferralForm) -> Referral | None:
    """Send the referral of a valid form and return it; else the form says why not."""
    try:
        referral = send_referral(
            data=form.referral(), consent_given=form.consent_given(), user=request.user
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None
    messages.success(request, _("Referencia enviada."))
    return referral


def _chosen(request: HttpRequest) -> str:
    """Return the id of the service picked before, or nothing when it is no id at all."""
    try:
        return str(uuid.UUID(request.POST.get("service") or request.GET.get("servicio", "")))
    except ValueError:
        return ""


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show where the referral stands, what happened, and what may be done now."""
    return _page(request, _visible(request, pk))


@allow(*SENDERS)
@never_cache
@require_POST
def slip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a fresh slip to print."""
    referral = _visible(request, pk)
    try:
        pdf = print_slip(referral)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(referral)
    headers = {"Content-Disposition": 'attachment; filename="boleta-de-referencia.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@allow(*SENDERS)
@never_cache
@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the institution said by telephone."""
    referral = _visible(request, pk)
    # All of them, so that an answer sent twice is the same answer and not an unknown one.
    answers = ANSWERS_BY_CHANNEL[Channel.PHONE]
    form = PhoneAnswerForm(request.POST, referral=referral, answers=answers)
    if not form.is_valid():
        return _page(request, referral, answer_form=form, form=form)
    try:
        record_answer(
            referral=referral,
            answer=form.answer_input(),
            channel=Channel.PHONE,
            user=request.user,
            answered_by=form.cleaned_data["answered_by"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, referral, answer_form=form, form=form)
    messages.success(request, _("Respuesta anotada."))
    return redirect(referral)


@allow(*SENDERS)
@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the referral back."""
    referral = _visible(request, pk)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, referral, withdrawal_form=form, form=form)
    try:
        withdraw_referral(referral=referral, reason=form.cleaned_data["reason"], user=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, referral, withdrawal_form=form, form=form)
    messages.success(request, _("Referencia retirada."))
    return redirect(referral)


@allow(*SENDERS)
@never_cache
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a referral whose outcome is known."""
    referral = _visible(request, pk)
    try:
        close_referral(referral=referral, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Referencia cerrada."))
    return redirect(referral)


def _visible(request: HttpRequest, pk: uuid.UUID) -> Referral:
    """Return the referral that the user may see, or answer 404 as if there were none."""
    referrals = Referral.objects.visible_to(request.user).with_names()
    whole = referrals.select_related("person", "office", "service__municipality")
    return get_object_or_404(whole, pk=pk)


def _page(request: HttpRequest, referral: Referral, **forms: Any) -> HttpResponse:
    """Show the referral's page; with a form that has errors, as 422."""
    answers = answers_now(referral, Channel.PHONE)
    roles = request.user.roles  # type: ignore[union-attr]
    works_here = bool(roles & {str(role) for role in SENDERS})
    if "answer_form" in forms:
        forms["answer_form"].offer(answers)
    context = {
        "referral": referral,
        "events": referral.events.select_related("recorded_by").order_by("-id"),
        "may_disclose": referral.may_disclose(),
        "may_answer": works_here and bool(answers),
        "may_print": works_here and not referral.is_closed,
        "may_withdraw": can_withdraw(referral, roles),
        "may_close": can_close(referral, roles),
        "answer_form": PhoneAnswerForm(referral=referral, answers=answers),
        "withdrawal_form": WithdrawalForm(),
        **forms,
    }
    return render(request, "referrals/detail.html", context, status=422 if forms else 200)
