"""The pages of the protocol: read by who works with it, written by an administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.casework.models import ProtocolMove, ProtocolVersion
from arraigo.casework.protocol import drafting, forms, moving
from arraigo.casework.protocol.catalogue import LISTS
from arraigo.casework.protocol.differences import differences
from arraigo.casework.protocol.preview import cases_by_version, offices_of_cases, weigh
from arraigo.casework.protocol.reading import effects_told, read
from arraigo.casework.protocol.rules import problems
from arraigo.core import clock
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*CASE_WORKERS, Role.ADMINISTRATOR)
@never_cache
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions, the newest first, with how many open cases follow each."""
    counted = cases_by_version()
    every = list(ProtocolVersion.objects.select_related("published_by").order_by("-pk"))
    context = {
        "versions": [(version, counted.get(version.pk, 0)) for version in every],
        "in_force": ProtocolVersion.objects.in_force(),
        "draft": next((each for each in every if each.published_at is None), None),
        "today": clock.today(),
    }
    return render(request, "protocol/list.html", context)


@allow(*CASE_WORKERS, Role.ADMINISTRATOR)
@never_cache
@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version in words, and what it says otherwise than the one before."""
    found = get_object_or_404(ProtocolVersion, pk=pk)
    before = ProtocolVersion.objects.filter(pk__lt=pk).order_by("-pk").first()
    context = {
        "version": found,
        "said": read(found),
        "before": before,
        "differences": differences(before, found) if before else [],
        "is_draft": found.published_at is None,
        "wrong": problems(found.document),
        "may_be_taken_back": found.published_at is not None and found.valid_from > clock.today(),
    }
    return render(request, "protocol/version.html", context)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin the next version, or go on with the one begun."""
    draft = drafting.start_draft()
    return redirect("protocol:version", pk=draft.pk)


def _draft(pk: int) -> ProtocolVersion:
    return get_object_or_404(ProtocolVersion, pk=pk, published_at=None)


def _change(
    request: HttpRequest, draft: ProtocolVersion, name: str, form: Any,
    part: Callable[[], Any], template: str = "protocol/part.html", rows: Any = None, **words: Any,
) -> HttpResponse:  # fmt: skip
    """Show the page of a part of the draft, with its rows if it has any; or keep what it wrote."""

    def write() -> ProtocolVersion:
        seen = form.cleaned_data["seen"]
        return drafting.change_part(version=draft, name=name, part=part(), seen=seen)

    rows_stand = rows is None or not rows.is_bound or rows.is_valid()
    if rows_stand and done(form, write):
        messages.success(request, _("Guardado en el borrador."))
        return redirect("protocol:version", pk=draft.pk)
    parts = [form] if rows is None else [form, rows]
    context = {"form": form, "rows": rows, "parts": parts, "version": draft, **words}
    status = 422 if form.errors or not rows_stand else 200
    return render(request, template, context, status=status)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
def step(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change a step of the draft: its name, its deadline, what it asks for."""
    draft = _draft(pk)
    try:
        standing = draft.step(number)
    except KeyError:
        raise Http404 from None
    form = forms.StepForm(posted(request), initial={**standing, "seen": drafting.seal(standing)})
    rows = forms.CheckFormSet(posted(request), initial=forms.checks_of(standing), prefix="tarea")
    return _change(
        request, draft, f"steps.{number}", form,
        lambda: forms.step_written(standing, form, rows, forms.tasks_of(draft.document["steps"])),
        "protocol/step.html", rows, step=standing,
    )  # fmt: skip


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
def entries(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Change one of the lists of the draft: its words, and what is offered no more."""
    draft, listed = _draft(pk), LISTS.get(name)
    if listed is None:
        raise Http404
    standing = draft.document[name]
    form = forms.PartForm(posted(request), initial={"seen": drafting.seal(standing)})
    rows = forms.EntryFormSet(
        posted(request), initial=standing, prefix="entrada", form_kwargs={"groups": listed.groups}
    )
    return _change(
        request, draft, name, form, lambda: forms.list_written(name, standing, rows),
        "protocol/entries.html", rows, listed=listed,
    )  # fmt: skip


def _change_days(
    request: HttpRequest, pk: int, name: str, kind: type[forms.DaysForm], heading: str
) -> HttpResponse:
    """Change a part of the draft that is days and numbers alone."""
    draft = _draft(pk)
    standing = drafting.part_of(draft, name)
    shown = {**kind.shown(standing), "seen": drafting.seal(standing)}
    form = kind(posted(request), initial=shown)
    return _change(request, draft, name, form, lambda: form.part(standing), heading=heading)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when follow-ups are due, by priority, and when other things are."""
    heading = _("Calendario de la agenda")
    return _change_days(request, pk, drafting.CALENDAR, forms.CalendarForm, heading)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
def unreachable(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when a person counts as not found."""
    return _change_days(
        request, pk, "unreachable", forms.UnreachableForm, _("Cuándo es «no localizada»")
    )


@allow(Role.ADMINISTRATOR)
@never_cache
@require_POST
def restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away what was written in the draft."""
    draft = _draft(pk)
    if attempted(request, lambda: drafting.restart_draft(version=draft)):
        messages.success(request, _("El borrador es otra vez como la versión vigente."))
    return redirect("protocol:version", pk=pk)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
@freshly
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the draft would change for the open cases, and publish it."""
    draft, user = _draft(pk), user_of(request)
    form = forms.PublishForm(posted(request), initial={"note": draft.note})
    if done(form, lambda: drafting.publish(version=draft, user=user, **form.cleaned_data)):
        messages.success(request, _("Publicada. Los casos abiertos siguen con la suya."))
        return redirect("protocol:version", pk=pk)
    before = ProtocolVersion.objects.in_force()
    context = {
        "version": draft,
        "differences": differences(before, draft),
        "effects": effects_told(weigh(draft), draft),
        "wrong": problems(draft.document),
    }
    return form_page(request, "protocol/publish.html", form, **context)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a version a draft again before its first day."""
    found = get_object_or_404(ProtocolVersion, pk=pk)
    if attempted(request, lambda: drafting.take_back(version=found)):
        messages.success(request, _("Es otra vez un borrador."))
    return redirect("protocol:version", pk=pk)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM_METHODS)
@freshly
def move(request: HttpRequest) -> HttpResponse:
    """Show what passing the open cases to the version in force would change, and do it."""
    standing, user = ProtocolVersion.objects.in_force(), user_of(request)
    form = forms.MoveForm(posted(request), initial={"office": request.GET.get("office")})
    if done(form, lambda: moving.ask_to_move(version=standing, user=user, **form.cleaned_data)):
        messages.success(request, _("Los casos están pasando. Puede cerrar esta página."))
        return redirect("protocol:move")
    looked = forms.MoveForm(request.GET)
    office = looked.cleaned_data["office"] if looked.is_valid() else None
    context = {
        "version": standing,
        "offices": offices_of_cases(standing),
        "office": office,
        "effects": effects_told(weigh(standing, office and office.pk), standing),
        "orders": ProtocolMove.objects.select_related("office").order_by("-asked_at")[:5],
    }
    return form_page(request, "protocol/move.html", form, **context)
