"""Attaching a document, looking at it and making it void. The file leaves through here only."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.documents.actions import annul_document, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.forms import DocumentForm
from arraigo.casework.documents.models import Document
from arraigo.casework.documents.papers import papers_of
from arraigo.casework.models import Case, ServiceDelivery
from arraigo.casework.views.facts import annul_form, case_form, visible_case
from arraigo.core import sealing, traces
from arraigo.core.models import field_id
from arraigo.core.reading.uploads import was_too_big
from arraigo.people.files import read_file
from arraigo.ui.pages import FORM_METHODS, done, posted

#: What came in is made anew, and still the browser is told to run and fetch nothing for it.
ALONE = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; sandbox"


#: Names in the address the delivery that a paper proves.
DELIVERY = "entrega"
#: Names in the address the kind of paper that is missing.
PAPER = "papel"


def _document(request: HttpRequest, pk: uuid.UUID) -> Document:
    documents = Document.objects.visible_to(request.user).standing()
    related = ("case__person__municipality", "file", "recorded_by")
    return get_object_or_404(documents.select_related(*related), pk=pk)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take the photo of a paper, perhaps the one that proves a delivery."""
    case = visible_case(request, case_id)
    delivery = _proven(request, case)
    form = DocumentForm(
        posted(request),
        request.FILES or None,
        too_big=was_too_big(request),
        initial={"id": field_id, "kind": DocumentKind.PROOF if delivery else _asked(request)},
    )
    if done(form, lambda: attach(data=form.document(case, delivery), user=request.user)):
        messages.success(request, _("Documento guardado."))
        return redirect("desk:case", pk=case.pk)
    about = _("Nada de salud, violencia ni delitos: eso no se fotografía.")
    template = "documents/new.html"
    return case_form(request, case, form, _("Agregar un documento"), template=template, about=about)


def _asked(request: HttpRequest) -> str | None:
    """Return the kind of paper that the address asks for, if there is such a kind."""
    asked = request.GET.get(PAPER)
    return asked if asked in DocumentKind.values else None


def _proven(request: HttpRequest, case: Case) -> ServiceDelivery | None:
    """Return the delivery of the case that the paper proves, if the address names one."""
    if DELIVERY not in request.GET:
        return None
    deliveries = ServiceDelivery.objects.visible_to(request.user).standing().filter(case=case.pk)
    try:
        return get_object_or_404(deliveries, pk=uuid.UUID(request.GET[DELIVERY]))
    except ValueError as error:
        raise Http404 from error


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a document, and of when and by whom it is."""
    return render(request, "documents/document.html", {"document": _document(request, pk)})


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand out the photo, opened for this answer only; one that is gone is no such page."""
    found = _document(request, pk)
    try:
        data = read_file(found.file)
    except (sealing.Unreadable, FileNotFoundError) as gone:
        raise Http404 from gone
    traces.show([found.person_id])
    answer = HttpResponse(data, content_type=found.file.content_type)
    answer["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    answer["Content-Security-Policy"] = ALONE
    return answer


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and make a document void: its file is handed out no more."""
    found = _document(request, pk)
    return annul_form(request, found, str(found.get_kind_display()), annul_document)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def papers(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show what the person still has to bring for her employability file, to be printed for her.

    The sheet names nobody: it may lie about.
    """
    case = visible_case(request, case_id)
    documents = Document.objects.of_person(case.person_id)
    every = papers_of(documents, case.protocol.document_days)
    context = {"case": case, "wanted": [paper for paper in every if paper.is_wanted]}
    return render(request, "documents/papers.html", context)
