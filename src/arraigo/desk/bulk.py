"""What is done with the cases chosen in a list: one sheet to print, one file to take out."""

from __future__ import annotations

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from arraigo.accounts.access import CASE_WORKERS, allow, listing
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case
from arraigo.casework.views.choosing import chosen_in
from arraigo.core import clock, traces
from arraigo.core.spreadsheets import XLSX
from arraigo.desk.chosen import chosen_cases, columns, csv_of, may_see_phones, xlsx_of
from arraigo.ui import forms as ui
from arraigo.ui.pages import form_page

CSV = "text/csv; charset=utf-8"


class FileForm(ui.Form):
    """Which kind of file."""

    formato = forms.ChoiceField(
        label=_("¿En qué formato?"),
        choices=[("xlsx", _("Excel")), ("csv", _("CSV, para otro programa"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )


def _chosen(request: HttpRequest) -> list[Case]:
    return chosen_in(request, partial(chosen_cases, user_of(request)))


@listing
@allow(*CASE_WORKERS)
@never_cache
@require_POST
def cases_print(request: HttpRequest) -> HttpResponse:
    """Show the cases chosen as one sheet, for a meeting or a round of visits."""
    cases = _chosen(request)
    if not cases:
        return redirect("desk:cases")
    context = {
        "cases": cases, "with_phones": may_see_phones(user_of(request)), "printed_at": clock.now(),
    }  # fmt: skip
    return render(request, "desk/cases_print.html", context)


@listing
@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def cases_export(request: HttpRequest) -> HttpResponse:
    """Show how many cases would leave in a file, and which columns, before they do."""
    cases = _chosen(request)
    if not cases:
        return redirect("desk:cases")
    return form_page(
        request, "desk/cases_export.html", FileForm(), cases=cases, columns=columns()
    )  # fmt: skip


@listing
@allow(*OFFICE_ROLES)
@freshly
@never_cache
@require_POST
def cases_file(request: HttpRequest) -> HttpResponse:
    """Hand out the cases chosen as a file."""
    cases, form = _chosen(request), FileForm(request.POST)
    if not cases:
        return redirect("desk:cases")
    if not form.is_valid():
        page = {"cases": cases, "columns": columns()}
        return form_page(request, "desk/cases_export.html", form, **page)
    kind = form.cleaned_data["formato"]
    data, content_type = (csv_of(cases), CSV) if kind == "csv" else (xlsx_of(cases), XLSX)
    traces.show([case.person_id for case in cases])
    name = f"casos-{clock.today():%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
