"""Pages of verifications."""

from __future__ import annotations

import uuid
from collections.abc import Callable
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
from arraigo.casework.quality import actions, figures
from arraigo.casework.quality.checklist import RULE
from arraigo.casework.quality.drawing import draw_cases
from arraigo.casework.quality.enums import TOLD, Unverifiable
from arraigo.casework.quality.facts import facts_of, notes_of
from arraigo.casework.quality.forms import CheckForm, CorrectedForm, MonthForm, UnverifiableForm
from arraigo.casework.quality.models import DrawnCase, QualityCheck
from arraigo.casework.quality.months import last_month
from arraigo.casework.views.facts import annul_form
from arraigo.core.transitions import Refused
from arraigo.people.models import ContactPoint
from arraigo.territory.models import Office
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, attempted, form_page, posted

SHOWN = 100


def _led(user: Any) -> Any:
    """Return the offices whose lots `user` reads."""
    offices = Office.objects.order_by("sort_key")
    if Role.NATIONAL_OFFICER in user.roles:
        return offices
    return offices.filter(pk__in=user.led_office_ids)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def verifications(request: HttpRequest) -> HttpResponse:
    """Show a month: who leads sees each promotor of her offices, a promotor what is recorded."""
    user, form = user_of(request), MonthForm(request.GET)
    month, months = form.month, figures.shown_months()
    lines = figures.lines_of(user)
    checks = QualityCheck.objects.visible_to(user).standing().filter(month=month)
    related = ("person", "case", "manager", "recorded_by")
    context = {
        "form": form, "month": month, "months": months, "may_draw": month == last_month(),
        "lots": figures.lots_of(user, _led(user), month),
        "lines": [(line, line.cells[month]) for line in lines if month in line.cells],
        "trend": [(line, line.of(months)) for line in lines],
        "pending": _pending(user),
        "own": figures.own_cells(user) if Role.PROMOTOR in user.roles else None,
        "checks": checks.select_related(*related).order_by("manager__name", "pk")[:SHOWN],
    }  # fmt: skip
    return render(request, "quality/list.html", context)


def _pending(user: Any) -> list[tuple[DrawnCase, bool]]:
    """Return what waits for `user` as a lead, and whether she may answer; told by no name."""
    if not user.led_office_ids:
        return []
    drawn = figures.pending_of(user).filter(office__in=user.led_office_ids)
    rows = drawn.select_related("draw", "manager").order_by("draw__month", "manager__name", "pk")
    return [(row, row.manager_id != user.pk) for row in rows]


@allow(Role.PROJECT_LEAD)
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Cast the lot of the last month, when the job did not."""
    user = user_of(request)
    office = get_object_or_404(_led(user), pk=pk)
    if attempted(request, lambda: draw_cases(office=office, month=last_month(), user=user)):
        messages.success(request, _("Sorteo hecho."))
    return redirect("quality:list")


def _drawn(request: HttpRequest, pk: uuid.UUID) -> DrawnCase:
    seen = DrawnCase.objects.visible_to(user_of(request))
    return get_object_or_404(
        seen.select_related("draw", "manager", "case__person__municipality", "case__protocol"),
        pk=pk,
    )


@allow(Role.PROJECT_LEAD)
@never_cache
@require_http_methods(FORM_METHODS)
def verify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Look a drawn case through on one page, and keep what was found."""
    drawn, user = _drawn(request, pk), user_of(request)
    if elsewhere := _answered(request, drawn):
        return elsewhere
    form = CheckForm(posted(request), facts=facts_of(drawn.case))
    check = _kept(form, lambda: actions.record_check(data=form.check(drawn), user=user))
    if check:
        words = {"result": check.get_result_display()}
        messages.success(request, _("Guardado. Resultado: %(result)s.") % words)
        return redirect(check)
    return _verify_page(request, drawn, form, UnverifiableForm())


def _kept(form: ui.Form, act: Callable[[], QualityCheck]) -> QualityCheck | None:
    """Return what `act` keeps if the form is valid; what is missing is said beside its question."""
    try:
        kept: QualityCheck | None = (form.is_valid() and act()) or None
    except actions.Incomplete as missing:
        form.add_error(missing.field, str(missing.message))
        return None
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None
    return kept


def _answered(request: HttpRequest, drawn: DrawnCase) -> HttpResponse | None:
    """Return where to go instead: what is recorded already, or the list with why not."""
    standing = drawn.checks.filter(annulled_at=None).first()
    if standing is not None and request.method != "POST":
        return redirect(standing)
    if why := actions.refusal(drawn, user_of(request)):
        messages.error(request, str(why))
        return redirect("quality:list")
    return None


def _verify_page(
    request: HttpRequest, drawn: DrawnCase, form: CheckForm, unverifiable: UnverifiableForm
) -> HttpResponse:
    case = drawn.case
    context = {
        "drawn": drawn, "case": case, "unverifiable": unverifiable, "rule": RULE,
        "notes": notes_of(case, drawn.draw.month),
        "contacts": ContactPoint.objects.current().filter(person=case.person_id),
    }  # fmt: skip
    page = form_page(request, "quality/verify.html", form, **context)
    page.status_code = 422 if form.errors or unverifiable.errors else 200
    return page


@allow(Role.PROJECT_LEAD)
@never_cache
@require_POST
def unverifiable(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a drawn case cannot be verified."""
    drawn, user = _drawn(request, pk), user_of(request)
    form = UnverifiableForm(request.POST)

    def record() -> QualityCheck:
        told = dict(form.cleaned_data)
        why = Unverifiable(told.pop("why"))
        return actions.record_unverifiable(drawn=drawn, why=why, user=user, **told)

    if _kept(form, record):
        messages.success(request, _("Anotado: no se pudo verificar."))
        return redirect("quality:list")
    return _verify_page(request, drawn, CheckForm(facts=facts_of(drawn.case)), form)


def _check(request: HttpRequest, pk: uuid.UUID) -> QualityCheck:
    seen = QualityCheck.objects.visible_to(user_of(request))
    related = ("case__person", "manager", "recorded_by", "corrected_by", "annulled_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what was found; what the person told of it, to who oversees."""
    found, user = _check(request, pk), user_of(request)
    oversees = Role.NATIONAL_OFFICER in user.roles or found.office_id in user.led_office_ids
    context = {
        "check": found,
        "rule": RULE,
        "told": oversees and found.manager_id != user.pk and found.reached in TOLD,
        "may_correct": actions.may_correct(found, user),
        "may_annul": found.annulled_at is None and found.office_id in user.led_office_ids,
        "form": CorrectedForm(),
    }
    return render(request, "quality/check.html", context)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def corrected(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that what was observed is corrected."""
    found, form, user = _check(request, pk), CorrectedForm(request.POST), user_of(request)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if attempted(request, lambda: actions.mark_corrected(check=found, note=note, user=user)):
        messages.success(request, _("Marcado como corregido."))
    return redirect(found)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and make a verification void: the same case waits again."""
    found = _check(request, pk)
    about = _("El mismo caso vuelve a quedar pendiente de verificar.")
    return annul_form(request, found, about=about, act=actions.annul_check)
