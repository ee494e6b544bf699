"""Who saw a file."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import Role
from arraigo.accounts.requests import user_of
from arraigo.casework.models import ProtectionNote
from arraigo.casework.protection.actions import count_protection_notes
from arraigo.rights.access import overseen, waiting_erasures
from arraigo.rights.forms import CodeForm
from arraigo.rights.looks import looks_at
from arraigo.rights.views.files import found_file
from arraigo.ui.pages import FORM_METHODS, form_page, posted


@allow(*CASE_WORKERS, Role.DATA_PROTECTION)
@require_safe
def looks(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show who saw the file, when and for what; reading this leaves its own trace."""
    file = found_file(request, person_id)
    oversees = Role.DATA_PROTECTION in user_of(request).roles
    readable = ProtectionNote.objects.visible_to(request.user).filter(person__in=file.ids)
    page = looks_at(
        file.ids, request.GET.get("after", ""), knows_protection=oversees or readable.exists()
    )
    guarded = count_protection_notes(file.ids) if oversees else 0
    return render(request, "rights/looks.html", {"file": file, "page": page, "guarded": guarded})


@allow(Role.DATA_PROTECTION)
@require_http_methods(FORM_METHODS)
def find(request: HttpRequest) -> HttpResponse:
    """Go from a case code to who saw its file, without reading the file."""
    form = CodeForm(posted(request))
    if form.is_valid():
        person_id = overseen(form.cleaned_data["code"])
        if person_id is not None:
            return redirect("rights:looks", person_id=person_id)
        form.add_error("code", _("Ningún caso tiene ese código."))
    return form_page(request, "rights/find.html", form, waiting=waiting_erasures())
