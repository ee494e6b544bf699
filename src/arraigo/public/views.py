"""Pages without an account: an institution answers a referral by slip or message link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.core import traces
from arraigo.core.transitions import Refused
from arraigo.public.forms import CodeForm
from arraigo.public.gate import is_opened, remember_opened, through_link
from arraigo.referrals.actions import mark_received, record_answer
from arraigo.referrals.disclosure import disclosed
from arraigo.referrals.enums import Answer, Channel, LinkKind, RejectionReason
from arraigo.referrals.forms import AnswerForm
from arraigo.referrals.links import ask_code, awaits_code, masked_contact, use_code
from arraigo.referrals.models import AnswerLink, Referral, ReferralEvent
from arraigo.referrals.transitions import ANSWERS_BY_CHANNEL, answers_now


@require_http_methods(["GET", "HEAD", "POST"])
@through_link(LinkKind.SLIP)
def slip(request: HttpRequest, token: str, link: AnswerLink, referral: Referral) -> HttpResponse:
    """Show initials and the request of a slip; record whether the person came."""
    form = _answer_form(request, referral, Channel.SLIP)
    if request.method == "POST" and _record(form, referral, Channel.SLIP):
        return redirect("public:slip", token)
    shown = referral.may_disclose()
    if shown:
        traces.show([referral.person_id])
    context = {
        **_standing(referral, Channel.SLIP),
        "form": form,
        "initials": referral.person.initials if shown else "",
    }
    return render(request, "public/slip.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@through_link(LinkKind.MESSAGE)
def message(request: HttpRequest, token: str, link: AnswerLink, referral: Referral) -> HttpResponse:
    """Ask for the code; once given, show the agreed data and record the answer."""
    if not is_opened(request, link):
        return _ask_for_code(request, token, link, referral)
    form = _answer_form(request, referral, Channel.MESSAGE)
    if request.method == "POST" and _record(form, referral, Channel.MESSAGE):
        return redirect("public:message", token)
    context = {
        **_standing(referral, Channel.MESSAGE),
        "form": form,
        "fields": disclosed(referral),
        "reasons": RejectionReason.choices,
    }
    return render(request, "public/message.html", context, status=422 if form.errors else 200)


@require_POST
@through_link(LinkKind.MESSAGE)
def code(request: HttpRequest, token: str, link: AnswerLink, referral: Referral) -> HttpResponse:
    """Mail a code to the registered contact, three times in 15 minutes at most."""
    try:
        ask_code(link=link)
    except Refused as refusal:
        form = CodeForm()
        return _code_page(request, token, link, form, refused=refusal.message, status=429)
    return redirect("public:message", token)


def _ask_for_code(
    request: HttpRequest, token: str, link: AnswerLink, referral: Referral
) -> HttpResponse:
    """Show the code's page, or try the code; the right one opens the link for this browser."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        left = use_code(link=link, code=form.cleaned_data["code"])
        if left is None:
            remember_opened(request, link)
            mark_received(referral=referral)
            return redirect("public:message", token)
        form.add_error("code", _wrong_code(left))
    return _code_page(request, token, link, form, status=422 if form.errors else 200)


def _wrong_code(left: int) -> str:
    if left == 0:
        return _("Ese código ya no sirve. Pida uno nuevo.")
    return ngettext(
        "El código no es correcto. Le queda %(left)d intento.",
        "El código no es correcto. Le quedan %(left)d intentos.",
        left,
    ) % {"left": left}


def _code_page(
    request: HttpRequest, token: str, link: AnswerLink, form: CodeForm, *, status: int,
    refused: Any = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "token": token,
        "form": form,
        "contact": masked_contact(link),
        "awaits_code": awaits_code(link),
        "refused": refused,
    }
    return render(request, "public/code.html", context, status=status)


def _answer_form(request: HttpRequest, referral: Referral, channel: Channel) -> AnswerForm:
    data = request.POST if request.method == "POST" else None
    return AnswerForm(data, referral=referral, answers=ANSWERS_BY_CHANNEL[channel])


def _record(form: AnswerForm, referral: Referral, channel: Channel) -> bool:
    """Record a valid answer and tell whether it stands; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        record_answer(referral=referral, answer=form.answer_input(), channel=channel)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


def _standing(referral: Referral, channel: Channel) -> dict[str, Any]:
    """Return what has been answered, as far as this channel may know it, and what still may."""
    answered = ReferralEvent.objects.filter(referral=referral, name__in=Answer.values)
    last = answered.order_by("-id").first()
    known = last if last and last.name in ANSWERS_BY_CHANNEL[channel] else None
    return {
        "referral": referral,
        "answered": known,
        "answered_words": Answer(known.name).label if known else "",
        "answered_elsewhere": last is not None and known is None,
        "answers": [str(answer) for answer in answers_now(referral, channel)],
    }
