"""The copy of a file, and what it said before."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.rights.copying import TAKEN, hand_over_copy
from arraigo.rights.enums import CopyFormat, Identified
from arraigo.rights.forms import CopyForm
from arraigo.rights.past import changes_of
from arraigo.rights.views.files import found_person
from arraigo.ui.pages import FORM_METHODS, form_page, posted


@allow(*OFFICE_ROLES)
@freshly
@require_http_methods(FORM_METHODS)
def copy(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ask how the person identified herself, and hand over the copy of her file."""
    form = CopyForm(posted(request))
    leaves = form.is_valid()
    file, person = found_person(request, person_id, TAKEN if leaves else "")
    if not leaves:
        return form_page(request, "rights/copy.html", form, file=file)
    answers = form.cleaned_data
    paper = hand_over_copy(
        person=person,
        format=CopyFormat(answers["format"]),
        identified_how=Identified(answers["identified_how"]),
        user=user_of(request),
        id=answers["id"],
    )
    headers = {"Content-Disposition": f'attachment; filename="{paper.file_name}"'}
    return HttpResponse(paper.content, content_type=paper.content_type, headers=headers)


@allow(*CASE_WORKERS)
@require_safe
def history(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what the person's data said before, and who changed them."""
    file, _person = found_person(request, person_id)
    return render(request, "rights/history.html", {"file": file, "changes": changes_of(file.ids)})
