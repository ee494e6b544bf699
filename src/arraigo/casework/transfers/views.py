"""Pages of transfers. Until it is received, what the other office opens names nobody."""

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
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.transfers import actions
from arraigo.casework.transfers.forms import AskForm, DeclineForm, ReceiveForm
from arraigo.casework.transfers.rules import leads, may_ask
from arraigo.casework.views.facts import case_form, visible_case
from arraigo.core.paging import page_of
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


def _transfer(request: HttpRequest, pk: uuid.UUID) -> CaseTransfer:
    seen = CaseTransfer.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen.select_related("answered_by", "manager"), pk=pk)


@allow(*CASE_WORKERS)
@require_safe
def transfer_list(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer and what was answered, by code alone."""
    seen = CaseTransfer.objects.visible_to(user_of(request)).with_names()
    pending = seen.pending().order_by("asked_on", "pk")
    answered = seen.exclude(pk__in=seen.pending().values("pk"))
    page = page_of(answered, request.GET.get("despues", ""), day="asked_on")
    context = {"pending": page_of(pending, "", day="asked_on", soonest_first=True).rows}
    return render(request, "transfers/list.html", context | {"page": page})


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Offer a case to another office; nothing moves until that office receives it."""
    case, user = visible_case(request, case_id), user_of(request)
    form = AskForm(posted(request), case=case)
    transfer = done(form, lambda: actions.ask_transfer(case=case, data=form.asked(), user=user))
    if transfer:
        office = {"office": transfer.to_office.name}
        messages.success(request, _("Pedido. Espera la respuesta de %(office)s.") % office)
        return redirect("desk:case", pk=case.pk)
    words: dict[str, Any] = {"submit": _("Pedir el traslado"), "icon": "send"}
    words["about"] = _("El caso sigue con usted hasta que la otra oficina lo reciba.")
    if not may_ask(case, user):
        words["refused"] = _("Lo pide quien lleva el caso o quien supervisa su oficina.")
    return case_form(request, case, form, _("Trasladar a otra oficina"), **words)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a transfer and, to who may answer it, the way to receive it or give it back."""
    return _show(request, _transfer(request, pk))


def _show(
    request: HttpRequest, transfer: CaseTransfer, form: ReceiveForm | None = None
) -> HttpResponse:
    user = user_of(request)
    asked_it = transfer.requested_by_id == user.pk
    may_answer = transfer.is_pending and leads(user, transfer.to_office_id) and not asked_it
    case = Case.objects.visible_to(user).filter(pk=transfer.case_id).first()
    may_withdraw = case is not None and (asked_it or may_ask(case, user))
    context = {
        "transfer": transfer,
        "case": case,
        "form": form or (ReceiveForm(transfer=transfer) if may_answer else None),
        "may_withdraw": may_withdraw and transfer.can_be_put_away,
    }
    return render(request, "transfers/detail.html", context, status=422 if form else 200)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Receive the case and open it."""
    transfer, user = _transfer(request, pk), user_of(request)
    form = ReceiveForm(request.POST, transfer=transfer)

    def receive() -> CaseTransfer:
        manager = form.cleaned_data["manager"]
        return actions.accept_transfer(transfer=transfer, manager=manager, user=user)

    if done(form, receive):
        messages.success(request, _("Recibido. El caso ya es de su oficina."))
        return redirect("desk:case", pk=transfer.case_id)
    return _show(request, transfer, form)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_http_methods(FORM_METHODS)
def decline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and give the case back."""
    transfer, user = _transfer(request, pk), user_of(request)
    form = DeclineForm(posted(request))
    if done(
        form, lambda: actions.decline_transfer(transfer=transfer, user=user, **form.cleaned_data)
    ):
        messages.success(request, _("Devuelto. Quien lo pidió lo verá en su Hoy."))
        return redirect("transfers:list")
    words = {"back": transfer.get_absolute_url(), "back_label": _("Traslado")}
    words |= {"heading": _("Devolver un traslado"), "submit": _("Devolver")}
    return form_page(request, "ui/form.html", form, **words)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the request back, or put away one that came back."""
    transfer, user = _transfer(request, pk), user_of(request)
    if attempted(request, lambda: actions.withdraw_transfer(transfer=transfer, user=user)):
        messages.success(request, _("Anotado. El caso sigue en su oficina."))
    return redirect(transfer)
