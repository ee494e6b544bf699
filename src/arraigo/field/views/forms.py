"""Forms: which there are, what each asks, and whether phones have it."""

from __future__ import annotations

import io
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.accounts.requests import user_of
from arraigo.core.reading.uploads import was_too_big
from arraigo.core.spreadsheets import XLSX, Column, Sheet, write_xlsx
from arraigo.field.forms import UploadForm
from arraigo.field.models import XForm, XFormVersion
from arraigo.field.publishing.actions import put_in_use
from arraigo.field.showing import asked
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted

#: Who decides what is asked of people.
EDITORS = (Role.ADMINISTRATOR, Role.NATIONAL_OFFICER)


@allow(*EDITORS)
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """Show every form with its version in force."""
    current = XFormVersion.objects.current().select_related("form", "published_by")
    versions = sorted(current.defer("xml", "sheets"), key=lambda each: each.form.title)
    return render(request, "field/forms.html", {"versions": versions})


@allow(*EDITORS)
@require_http_methods(FORM_METHODS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook, look through it, and publish it or say what has to be mended."""
    user, files = user_of(request), request.FILES or None
    form = UploadForm(posted(request), files, too_big=was_too_big(request))
    if published := done(form, lambda: form.publish(user)):
        messages.success(request, _("Publicado."))
        return redirect(published.form)
    findings = form.checked.findings if form.checked else []
    return form_page(request, "field/form_upload.html", form, findings=findings)


@allow(*EDITORS)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a form asks, and its versions."""
    form = get_object_or_404(XForm, pk=pk)
    versions = list(form.versions.select_related("published_by").defer("xml", "sheets"))
    context = {
        "form_shown": form,
        "current": versions[0],
        "versions": versions,
        "questions": asked(versions[0].nodes, get_language() or "es"),
    }
    return render(request, "field/form.html", context)


@allow(*EDITORS)
@require_safe
def workbook(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the workbook of the version in force, to be changed and published anew."""
    version = get_object_or_404(XFormVersion.objects.current().select_related("form"), form=pk)
    book = io.BytesIO()
    write_xlsx(
        book,
        [
            Sheet(name, [Column(title) for title in rows[0]], rows[1:])
            for name, rows in version.sheets.items()
        ],
    )
    response = HttpResponse(book.getvalue(), content_type=XLSX)
    name = f"{version.form.form_id}-{version.version}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(*EDITORS)
@require_POST
def use(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a form in use, or out of it."""
    form = get_object_or_404(XForm, pk=pk)
    in_use = "in_use" in request.POST
    put_in_use(form=form, in_use=in_use)
    told = _("Los teléfonos lo recibirán.") if in_use else _("Los teléfonos dejarán de tenerlo.")
    messages.success(request, told)
    return redirect(form)
