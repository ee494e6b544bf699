"""Schemes: which there are, bringing one as a sheet, what it would change, publishing it."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.requests import user_of
from arraigo.core.reading.uploads import was_too_big
from arraigo.core.spreadsheets import XLSX, write_xlsx
from arraigo.profiling.assessments.forms import SchemeForm
from arraigo.profiling.assessments.importing import sheet_of
from arraigo.profiling.assessments.models import ScoringScheme
from arraigo.profiling.assessments.rescoring import preview_of
from arraigo.profiling.assessments.schemes import draft_scheme, publish_scheme
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(Role.ADMINISTRATOR)
@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Show every scheme, and which is in force for each assessment."""
    schemes = list(ScoringScheme.objects.defer("document").select_related("published_by"))
    codes = {each.code for each in schemes}
    in_force = {found.pk for code in codes if (found := ScoringScheme.objects.in_force(code))}
    return render(request, "assessments/schemes.html", {"schemes": schemes, "in_force": in_force})


@allow(Role.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def scheme_new(request: HttpRequest) -> HttpResponse:
    """Take a sheet and look through it: its errors by row, or a draft to be looked at."""
    files = request.FILES or None
    form = SchemeForm(posted(request), files, too_big=was_too_big(request))
    if draft := done(form, lambda: draft_scheme(data=form.scheme(), user=user_of(request))):
        return redirect(draft)
    return form_page(request, "assessments/scheme_new.html", form, row_errors=form.row_errors)


@allow(Role.ADMINISTRATOR)
@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a scheme; of a draft, what publishing it would change."""
    found = get_object_or_404(ScoringScheme.objects.select_related("published_by"), pk=pk)
    in_force = ScoringScheme.objects.in_force(found.code)
    context = {
        "scheme": found,
        "is_in_force": in_force == found,
        "dimensions": [(each.label, len(found.scale.counted(each.code)))
                       for each in found.scale.dimensions],
        "preview": preview_of(found) if found.is_draft else None,
    }  # fmt: skip
    return render(request, "assessments/scheme.html", context)


@allow(Role.ADMINISTRATOR)
@require_POST
def scheme_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft: from its day on it counts, and a job scores again what there is."""
    found = get_object_or_404(ScoringScheme, pk=pk)
    if attempted(request, lambda: publish_scheme(scheme=found, user=user_of(request))):
        messages.success(
            request, _("Publicado. Los puntajes se calculan de nuevo en unos minutos.")
        )
    return redirect(found)


@allow(Role.ADMINISTRATOR)
@require_safe
def scheme_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a scheme as an Excel, to change its numbers and bring it back."""
    found = get_object_or_404(ScoringScheme, pk=pk)
    book = io.BytesIO()
    write_xlsx(book, [sheet_of(found)])
    response = HttpResponse(book.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="puntaje-{found.code}.xlsx"'
    return response
