"""What the pages that record a fact of a case have in common, in every room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from arraigo.casework.actions import annul_fact
from arraigo.casework.forms import AnnulForm
from arraigo.casework.models import Case, CaseFact
from arraigo.ui.pages import done, form_page, posted


def visible_case(request: HttpRequest, case_id: uuid.UUID) -> Case:
    """Return the case that the user may see, or answer 404 as if there were none."""
    cases = Case.objects.visible_to(request.user).select_related("person__municipality", "protocol")
    return get_object_or_404(cases, pk=case_id)


def case_form(
    request: HttpRequest,
    case: Case,
    form: Any,
    heading: str,
    *,
    template: str = "casework/form.html",
    **words: Any,
) -> HttpResponse:
    """Show a form about a case under its person's name.

    `words` may hold `about`, a line under the heading; `submit` or, for what is hard to take
    back, `danger`, on the button; and `refused`, said instead of a form that would be in vain.
    """
    words |= {"heading": heading, "back": reverse("desk:case", args=[case.pk])}
    return form_page(request, template, form, case=case, **words)


def annul_form(
    request: HttpRequest, fact: CaseFact, about: str, act: Callable[..., Any] = annul_fact
) -> HttpResponse:
    """Ask why a fact is void, and void it with `act`."""
    form = AnnulForm(posted(request))
    if done(form, lambda: act(fact=fact, user=request.user, **form.cleaned_data)):
        messages.success(request, _("Anulado. Ya no cuenta."))
        return redirect("desk:case", pk=fact.case_id)
    return case_form(request, fact.case, form, _("Anular"), about=about, danger=_("Anular"))
