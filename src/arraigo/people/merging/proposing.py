"""«Es la misma persona que…»: a pair proposed by hand, from her page or from a search.

Only files the user sees already can be named, so nobody learns here that a file exists elsewhere
(domain: privacy, duplicates across offices).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.core import traces
from arraigo.people.duplicates import propose_by_hand
from arraigo.people.forms import SearchForm
from arraigo.people.merging.comparison import compared
from arraigo.people.merging.forms import ProposeForm
from arraigo.people.merging.matches import separated_before
from arraigo.people.models import Person
from arraigo.people.search.find import Found, find_people
from arraigo.people.search.models import StoredSearch
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


def _person(request: HttpRequest, pk: uuid.UUID) -> Person:
    visible = Person.objects.visible_to(user_of(request)).select_related("municipality")
    found = get_object_or_404(visible, pk=pk)
    traces.show([found.pk])
    return found


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def other(request: HttpRequest, pk: uuid.UUID, search: uuid.UUID | None = None) -> HttpResponse:
    """Look for the other file of a person, at first by her name; a search is kept on the server."""
    person, user = _person(request, pk), user_of(request)
    if request.method == "POST":
        form = SearchForm(request.POST)
        if form.is_valid():
            stored = StoredSearch.objects.create(user=user, text=form.cleaned_data["q"])
            return redirect("merging:propose_found", pk=pk, search=stored.pk)
        context = {"person": person, "form": form, "hits": None}
        return render(request, "merging/other.html", context, status=422)
    text = person.full_name
    if search:
        text = get_object_or_404(StoredSearch, pk=search, user=user).text
    context = {
        "person": person,
        "form": SearchForm(initial={"q": text}),
        "hits": _others(person, text, user),
    }
    return render(request, "merging/other.html", context)


def _others(person: Person, text: str, user: Any) -> list[Found]:
    hits = [hit for hit in find_people(text, user=user) if hit.person.pk != person.pk]
    traces.show([hit.person.pk for hit in hits])
    return hits


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def propose(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Show the two files side by side, and send the pair to the review with the reason."""
    one, two, user = _person(request, pk), _person(request, other), user_of(request)
    form = ProposeForm(posted(request))
    reason = form.data.get("reason", "")
    pair = done(form, lambda: propose_by_hand(one=one, other=two, reason=reason, user=user))
    if pair:
        if pair.proposed_by_id == user.pk:
            messages.success(request, _("La pareja está en la lista de revisión."))
        else:
            told = _("La pareja ya estaba en revisión. Diga su razón al pedir la unión.")
            messages.info(request, told)
        return redirect("merging:pair", pk=pair.pk)
    context = {"lines": compared(one, two), "separated": separated_before(one, two)}
    return form_page(request, "merging/propose.html", form, one=one, two=two, **context)
