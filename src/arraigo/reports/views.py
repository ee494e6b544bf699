"""Pages of the monthly report."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow, listing
from arraigo.accounts.enums import Role
from arraigo.core.transitions import Refused, can
from arraigo.indicators.computation import count, page_of_facts
from arraigo.indicators.models import Indicator
from arraigo.indicators.paging import beyond, page_of
from arraigo.indicators.shown import with_names
from arraigo.reports import actions
from arraigo.reports.comparing import compare, shown_figures
from arraigo.reports.documents import report_pdf
from arraigo.reports.enums import DecisionName
from arraigo.reports.forms import ApproveForm, NarrativeForm, ReturnForm, SendForm
from arraigo.reports.freezing import Frozen, content_of, fingerprint, page_of_frozen_facts
from arraigo.reports.gathering import MARKS, named_in, notes_of, offered
from arraigo.reports.lines import scope_of
from arraigo.reports.models import MonthlyReport
from arraigo.reports.transitions import TRANSITIONS
from arraigo.reports.word import DOCX, report_docx
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, done


def _report(request: HttpRequest, pk: uuid.UUID) -> MonthlyReport:
    return get_object_or_404(MonthlyReport.objects.visible_to(request.user).with_names(), pk=pk)


@allow(*CASE_WORKERS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List the reports one has to review, then the others, latest first."""
    user: Any = request.user
    reports = MonthlyReport.objects.visible_to(user).with_names()
    to_review = reports.awaiting_review().exclude(author=user)
    others = reports.exclude(pk__in=to_review.values("pk"))
    page = page_of(
        partial(beyond, others, ("starts_on", "id")), request.GET, attrgetter("starts_on", "pk")
    )
    context = {"to_review": to_review.order_by("starts_on", "id"), "page": page}
    return render(request, "reports/list.html", context)


@listing
@allow(*CASE_WORKERS, Role.FINANCE)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a report: figures, texts, where it stands, and what one may do with it."""
    return _show(request, _report(request, pk))


def _show(request: HttpRequest, report: MonthlyReport, form: ui.Form | None = None) -> HttpResponse:
    """Render the report with every button that would work; `form` carries what went wrong."""
    content = content_of(report)
    comparison = compare(report, content.figures, content.compared_with)
    returning = isinstance(form, ReturnForm)
    context = {
        "report": report,
        "content": content,
        "figures": shown_figures(content.figures, comparison),
        "comparison": comparison,
        "named": [] if report.is_approved else named_in(report, request.user),
        "decisions": report.decisions.select_related("by"),
        "form": form,
        "returning": returning,
        "return_form": form if returning else ReturnForm(),
        **_possible(report, content, request.user),
    }
    return render(request, "reports/detail.html", context, status=422 if form else 200)


def _possible(report: MonthlyReport, content: Frozen, user: Any) -> dict[str, Any]:
    """Return what the user may do with the report, and the fingerprint that approving it names."""
    may = {name: can(TRANSITIONS, name, report, user, user.roles) for name in DecisionName.values}
    return {
        "is_author": report.author_id == user.pk,
        "may_send": may[DecisionName.SUBMIT],
        "may_decide": may[DecisionName.APPROVE],
        "seen": fingerprint(report, content) if may[DecisionName.APPROVE] else "",
        "may_open_facts": bool(user.roles & set(CASE_WORKERS)),
    }


@listing
@allow(Role.PROMOTOR)
@cache_control(no_store=True, private=True)
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the report's texts; nothing typed is lost to a mistake or to another tab."""
    report = get_object_or_404(MonthlyReport.objects.with_names(), pk=pk, author=request.user)
    if request.method == "POST":
        form = NarrativeForm(request.POST)
        tapped = _tapped(request)
        if tapped is not None and form.is_valid() and _gathered(request, report, form, *tapped):
            return redirect("reports:edit", report.pk)
        if tapped is None and form.is_valid() and _saved(request, report, form):
            return redirect(report)
        return _write(request, report, form, status=422)
    if not report.is_open:
        return redirect(report)
    return _write(request, report, NarrativeForm.of(report))


def _write(
    request: HttpRequest, report: MonthlyReport, form: NarrativeForm, status: int = 200
) -> HttpResponse:
    """Render the texts with the notes of the month that may go into each."""
    notes = offered(report, request.user)
    context = {
        "report": report,
        "form": form,
        "texts": [(field, notes.get(field.name, [])) for field in form.visible_fields()],
        "named": named_in(report, request.user),
    }
    return render(request, "reports/edit.html", context, status=status)


def _tapped(request: HttpRequest) -> tuple[str, uuid.UUID] | None:
    """Return the text and the note whose button was pressed, or None."""
    for into in MARKS:
        try:
            return into, uuid.UUID(request.POST[f"add_{into}"])
        except (KeyError, ValueError):
            continue
    return None


def _gathered(
    request: HttpRequest, report: MonthlyReport, form: NarrativeForm, into: str, pk: uuid.UUID
) -> bool:
    """Take the note that was tapped into its text; the form says what stood against it."""
    note = get_object_or_404(notes_of(report, request.user), pk=pk)
    version = form.cleaned_data["version"]
    try:
        actions.gather_note(
            report=report, user=request.user, version=version, narrative=form.narrative,
            note=note, into=into,
        )  # fmt: skip
    except actions.NarrativeOutdated as outdated:
        form.show_saved(outdated.saved)
        form.add_error(None, _("El informe cambió en otra ventana. Compare y guarde de nuevo."))
        return False
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    messages.success(request, _("Nota agregada y texto guardado. Léalo y cámbielo como quiera."))
    return True


def _saved(request: HttpRequest, report: MonthlyReport, form: NarrativeForm) -> bool:
    """Save the texts, and send the report if asked; the form says what stood against it."""
    sending = "send" in request.POST
    if sending and not form.require_narratives():
        return False
    version = form.cleaned_data["version"]
    try:
        saved = actions.save_narrative(
            report=report, user=request.user, version=version, narrative=form.narrative
        )
        if sending:
            actions.submit_report(report=saved, user=request.user)
    except actions.NarrativeOutdated as outdated:
        form.show_saved(outdated.saved)
        form.add_error(None, _("El informe cambió en otra ventana. Compare y guarde de nuevo."))
        return False
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    messages.success(request, _("Enviado a revisión.") if sending else _("Guardado."))
    return True


def _act(
    request: HttpRequest,
    pk: uuid.UUID,
    form: ui.Form,
    act: Callable[[MonthlyReport], Any],
    told: str | Promise,
) -> HttpResponse:
    """Do what was asked and go back to the report, or show it with why it cannot be."""
    report = _report(request, pk)
    if done(form, lambda: act(report)):
        messages.success(request, str(told))
        return redirect(report)
    return _show(request, _report(request, pk), form)


@allow(Role.PROMOTOR)
@require_POST
def submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send one's report to review."""
    form = SendForm(request.POST)

    def act(report: MonthlyReport) -> None:
        actions.submit_report(report=report, user=request.user)

    return _act(request, pk, form, act, _("Enviado a revisión."))


@allow(Role.PROJECT_LEAD)
@require_POST
def send_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return a report to its author with what to correct."""
    form = ReturnForm(request.POST)

    def act(report: MonthlyReport) -> None:
        comment = form.cleaned_data["comment"]
        actions.return_report(report=report, user=request.user, comment=comment)

    return _act(request, pk, form, act, _("Devuelto a quien lo escribió."))


@allow(Role.PROJECT_LEAD)
@require_POST
def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Approve a report as it was on the screen; its figures freeze."""
    form = ApproveForm(request.POST)

    def act(report: MonthlyReport) -> None:
        seen = form.cleaned_data["seen"]
        actions.approve_report(report=report, user=request.user, seen=seen)

    return _act(request, pk, form, act, _("Aprobado. Las cifras ya no cambian."))


@listing
@allow(*CASE_WORKERS)
@cache_control(no_store=True, private=True)
@require_safe
def facts(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """List the facts behind a figure of the report, the frozen ones once approved."""
    report = _report(request, pk)
    indicator = get_object_or_404(
        Indicator.objects.in_force(report.ends_on),
        code=code, variant=request.GET.get("variante", ""),
    )  # fmt: skip
    frozen = partial(page_of_frozen_facts, report, indicator)
    live = partial(page_of_facts, indicator, scope_of(report))
    page = page_of(frozen if report.is_approved else live, request.GET, attrgetter("key"))
    context = {
        "report": report,
        "indicator": indicator,
        "value": _value(report, indicator),
        "page": page,
        "facts": with_names(page.rows),
    }
    return render(request, "reports/facts.html", context)


def _value(report: MonthlyReport, indicator: Indicator) -> int:
    """Return the figure of the report's indicator or variant; 404 for one it did not freeze."""
    if not report.is_approved:
        return count(indicator, scope_of(report))
    figure = get_object_or_404(report.figures, indicator__code=indicator.code)
    values = {"": figure.value, **{each["variant"]: each["value"] for each in figure.variants}}
    if indicator.variant not in values:
        raise Http404
    return int(values[indicator.variant])


@listing
@allow(*CASE_WORKERS)
@cache_control(no_store=True, private=True)
@require_safe
def adjustment(request: HttpRequest, pk: uuid.UUID, adjusted: uuid.UUID, code: str) -> HttpResponse:
    """List the facts that came into a figure of an approved month, or left it."""
    report = _report(request, pk)
    asked = code, request.GET.get("variante", ""), "de" in request.GET
    found = [each for each in content_of(report).adjustments if each.adjusted.pk == adjusted]
    shown = next((each for each in found if each.line.key == asked), None)
    if shown is None:
        raise Http404
    context = {
        "report": report,
        "adjustment": shown,
        "added": with_names(shown.added),
        "removed": with_names(shown.removed),
    }
    return render(request, "reports/adjustment.html", context)


@allow(*CASE_WORKERS, Role.FINANCE)
@require_safe
def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Print the report."""
    report = _report(request, pk)
    return _file(report_pdf(report), "application/pdf", f"inline; filename={_name(report)}.pdf")


@allow(*CASE_WORKERS, Role.FINANCE)
@require_safe
def docx(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the report as a Word document, with the same content as the printed one."""
    report = _report(request, pk)
    return _file(report_docx(report), DOCX, f"attachment; filename={_name(report)}.docx")


def _name(report: MonthlyReport) -> str:
    return f"informe-{report.period.key}"


def _file(content: bytes, kind: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition
    return response
