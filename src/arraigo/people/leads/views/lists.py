"""A received list from the upload to the undo."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow, listing
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.harvest.middleware import MOST_IN_A_FILE
from arraigo.accounts.requests import user_of
from arraigo.core import traces
from arraigo.core.ids import ids_in
from arraigo.core.reading.uploads import was_too_big
from arraigo.core.spreadsheets import XLSX, write_xlsx
from arraigo.core.transitions import Refused, can
from arraigo.people.leads.actions import lists
from arraigo.people.leads.columns import propose
from arraigo.people.leads.enums import RowState, Step
from arraigo.people.leads.forms import ColumnsForm, CorrectedForm, ListForm
from arraigo.people.leads.models import LeadList
from arraigo.people.leads.places import Places
from arraigo.people.leads.showing import known_twins, problem_counts, stayed, wrong_rows_sheet
from arraigo.people.leads.transitions import TRANSITIONS
from arraigo.people.offices import office_of
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page

SHOWN = 100


def _list(request: HttpRequest, pk: uuid.UUID) -> LeadList:
    visible = LeadList.objects.visible_to(user_of(request)).select_related("source", "uploaded_by")
    return get_object_or_404(visible, pk=pk)


def _can(received: LeadList, user: Any) -> dict[str, bool]:
    """Return which steps the user can take, by their names in lower case, for the buttons."""
    return {
        step.name.lower(): can(TRANSITIONS, step, received, user, user.roles)
        for step in Step
        if step in TRANSITIONS
    }


@allow(*OFFICE_ROLES)
@require_safe
def all_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists received and what became of their contacts."""
    visible = LeadList.objects.visible_to(user_of(request)).with_counts().select_related("source")
    return render(request, "leads/lists.html", {"lists": visible.order_by("-uploaded_at")[:SHOWN]})


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a list: the file and what allows it."""
    user = user_of(request)
    form = ListForm(
        request.POST or None,
        request.FILES or None,
        initial=ListForm.as_last_time(user),
        too_big=was_too_big(request),
    )
    received = done(form, lambda: _receive(form, user))
    if received:
        return redirect("leads:columns", pk=received.pk)
    return form_page(request, "leads/upload.html", form)


def _receive(form: ListForm, user: Any) -> LeadList:
    file, office = form.cleaned_data["file"], office_of(user)
    return lists.receive_list(basis=form.basis(), file=file, user=user, office=office)


@listing
@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what each column is, with what was said last time as the proposal."""
    received = _list(request, pk)
    if not _can(received, user_of(request))["map"]:
        return redirect(received)
    layout = lists.layout(received)
    proposed = [field for _header, field in received.columns] or propose(
        layout, lists.saved_fields(received), Places()
    )
    form = ColumnsForm(request.POST or None, layout=layout, proposed=proposed)
    if form.is_valid():
        lists.set_columns(received=received, fields=form.chosen(), user=user_of(request))
        return redirect(received)
    traces.show([received.pk])  # the people in it have no id yet: the list stands for them
    return form_page(request, "leads/columns.html", form, received=received, layout=layout)


@listing
@allow(*OFFICE_ROLES)
@require_safe
def one_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show where a list stands: the job's progress, what was found, what can be done."""
    return _page(request, _list(request, pk))


def _page(request: HttpRequest, received: LeadList, form: Any = None) -> HttpResponse:
    counts = received.rows.counts()
    context = {
        "received": received,
        "counts": counts,
        "to_import": received.rows.to_import().count(),
        "wanted": received.rows.filter(state=RowState.TWIN, wanted=True).count(),
        "problems": problem_counts(received) if counts["wrong"] else [],
        "stayed": stayed(received),
        "most": MOST_IN_A_FILE,
        "steps": received.steps.select_related("by").order_by("-id"),
        "can": _can(received, user_of(request)),
        "form": form or CorrectedForm(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "leads/list.html", context, status=status)


@allow(*OFFICE_ROLES)
@require_safe
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the progress bar of a list; when the job is done, have the page loaded anew."""
    received = _list(request, pk)
    if not received.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "leads/_progress.html", {"received": received})


@listing
@allow(*OFFICE_ROLES)
@freshly
@require_safe
def wrong_rows(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand out the first hundred wrong rows as an Excel with what to correct in each."""
    received = _list(request, pk)
    sheet, row_ids = wrong_rows_sheet(received, MOST_IN_A_FILE)
    traces.show(row_ids)
    file = io.BytesIO()
    write_xlsx(file, [sheet])
    name = f'attachment; filename="corregir-{received.pk}.xlsx"'
    headers = {"Content-Disposition": name}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


@allow(*OFFICE_ROLES)
@require_POST
def corrected(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the corrected Excel into the same list."""
    received = _list(request, pk)
    form = CorrectedForm(request.POST, request.FILES, too_big=was_too_big(request))
    if form.is_valid():
        table = form.cleaned_data["file"].table
        try:
            lists.correct_rows(received=received, table=table, user=user_of(request))
        except Refused as refused:
            form.add_error("file", str(refused.message))
        else:
            return redirect(received)
    return _page(request, _list(request, pk), form)


@listing
@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def twins(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the rows that may be somebody known, and ask which come in all the same."""
    received = _list(request, pk)
    if request.method == "POST" and not received.is_working:
        chosen = {name: ids_in(request.POST.getlist(name)) for name in ("shown", "wanted")}
        lists.choose_twins(received=received, **chosen)
        return redirect(received)
    rows = received.rows.filter(state=RowState.TWIN).order_by("number")[:SHOWN]
    context = {"received": received, "rows": known_twins(rows, user_of(request))}
    return render(request, "leads/twins.html", context)


@allow(*OFFICE_ROLES)
@require_safe
def confirm_undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what undoing takes back and what stays, before it is done."""
    received = _list(request, pk)
    untouched = received.leads.untouched().count()
    context = {
        "received": received,
        "untouched": untouched,
        "touched": received.leads.count() - untouched,
    }
    return render(request, "leads/undo.html", context)


def _act(request: HttpRequest, pk: uuid.UUID, act: Callable[..., LeadList]) -> HttpResponse:
    received = _list(request, pk)
    attempted(request, lambda: act(received=received, user=user_of(request)))
    return redirect(received)


@allow(*OFFICE_ROLES)
@require_POST
def bring_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Import the good rows."""
    return _act(request, pk, lists.import_list)


@allow(*OFFICE_ROLES)
@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo the whole import."""
    return _act(request, pk, lists.undo_import)


@allow(*OFFICE_ROLES)
@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Drop a list that is not imported."""
    return _act(request, pk, lists.discard_list)
