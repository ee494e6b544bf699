"""Pages of referrals, for those who work with the person's file."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
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
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose a service and send the person there with her consent."""
    cases = Case.objects.visible_to(request.user).open().select_related("person__municipality")
    case = get_object_or_404(cases, pk=case_id)
    chosen = _chosen(request)
    suggestions, first = suggest(case.person, chosen), {"service": chosen}
    form = ReferralForm(posted(request), case=case, suggestions=suggestions, initial=first)
    referral = done(form, lambda: _send(form, request.user))
    if referral:
        messages.success(request, _("Referencia enviada."))
        return redirect(referral)
    consent_text = text_in_force(ConsentPurpose.PARTNER)
    return form_page(request, "referrals/new.html", form, case=case, consent_text=consent_text)


def _send(form: ReferralForm, user: Any) -> Referral:
    return send_referral(data=form.referral(), consent_given=form.consent_given(), user=user)


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


@allow(*OFFICE_ROLES)
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


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the institution said by telephone."""
    referral = _visible(request, pk)
    # All of them, so that an answer sent twice is the same answer and not an unknown one.
    answers = ANSWERS_BY_CHANNEL[Channel.PHONE]
    form = PhoneAnswerForm(request.POST, referral=referral, answers=answers)
    if done(form, lambda: _note_answer(referral, form, request.user)):
        messages.success(request, _("Respuesta anotada."))
        return redirect(referral)
    return _page(request, referral, answer_form=form, form=form)


def _note_answer(referral: Referral, form: PhoneAnswerForm, user: Any) -> None:
    record_answer(
        referral=referral,
        answer=form.answer_input(),
        channel=Channel.PHONE,
        user=user,
        answered_by=form.cleaned_data["answered_by"],
    )


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the referral back."""
    referral = _visible(request, pk)
    form = WithdrawalForm(request.POST)
    act = partial(withdraw_referral, referral=referral, user=request.user)
    if done(form, lambda: act(reason=form.cleaned_data["reason"])):
        messages.success(request, _("Referencia retirada."))
        return redirect(referral)
    return _page(request, referral, withdrawal_form=form, form=form)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a referral whose outcome is known."""
    referral = _visible(request, pk)
    if attempted(request, lambda: close_referral(referral=referral, user=request.user)):
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
    works_here = bool(roles & {str(role) for role in OFFICE_ROLES})
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
