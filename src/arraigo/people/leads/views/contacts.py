"""The contacts to be confirmed: whom to call, and what came of it."""

from __future__ import annotations

import uuid
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow, listing
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.people.leads.actions.contacts import confirm_contact, meet_contact, record_call
from arraigo.people.leads.enums import CALL_RESULTS, LeadState, LeadStep
from arraigo.people.leads.forms import CallForm, FindForm, MeetForm
from arraigo.people.leads.models import Lead
from arraigo.people.leads.paging import page_of_contacts
from arraigo.people.leads.rows import LeadData
from arraigo.people.leads.twins import persons_like
from arraigo.people.models import Person
from arraigo.people.search.models import StoredSearch
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


def _contact(request: HttpRequest, pk: uuid.UUID) -> Lead:
    visible = Lead.objects.visible_to(user_of(request))
    return get_object_or_404(visible.select_related("municipality", "listing__source"), pk=pk)


@listing
@allow(*OFFICE_ROLES)
@require_safe
def contacts(request: HttpRequest, search: uuid.UUID | None = None) -> HttpResponse:
    """List the contacts still to be confirmed: all, those nobody called, or those searched for."""
    user = user_of(request)
    leads = Lead.objects.visible_to(user).pending().select_related("municipality")
    stored = get_object_or_404(StoredSearch, pk=search, user=user) if search else None
    uncalled = "sin-llamar" in request.GET
    if stored:
        leads = leads.search(stored.text)
    elif uncalled:
        leads = leads.filter(last_call_on=None)
    page = page_of_contacts(leads, request.GET.get("after", ""))
    form = FindForm(initial={"q": stored.text if stored else ""})
    context = {"page": page, "form": form, "stored": stored, "uncalled": uncalled}
    return render(request, "leads/contacts.html", context)


@allow(*OFFICE_ROLES)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Keep what is searched for on the server and go to its opaque address."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return redirect("leads:contacts")
    stored = StoredSearch.objects.create(user=user_of(request), text=form.cleaned_data["q"])
    return redirect("leads:found", search=stored.pk)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def meet(request: HttpRequest) -> HttpResponse:
    """Note somebody met at a fair who may be called, and offer to note the next."""
    user, form = user_of(request), MeetForm(posted(request))
    if done(form, lambda: meet_contact(data=form.met(), user=user)):
        messages.success(request, _("Guardado. Si no da su consentimiento, se borra en 90 días."))
        return redirect("leads:contacts" if "last" in request.POST else "leads:meet")
    return form_page(request, "leads/meet.html", form)


@allow(*OFFICE_ROLES)
@require_safe
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one contact: whom to call, the results, and the way to the interview."""
    return _page(request, _contact(request, pk))


def _page(request: HttpRequest, lead: Lead, status: int = HTTPStatus.OK) -> HttpResponse:
    user = user_of(request)
    is_open = lead.state == LeadState.PENDING
    context = {
        "lead": lead,
        "is_open": is_open,
        "results": CALL_RESULTS,
        "refusal": LeadStep.REFUSED,
        "form": CallForm(),
        "people": _people_like(lead, user) if is_open else [],
        "steps": lead.steps.select_related("by").order_by("-recorded_at"),
    }
    return render(request, "leads/contact.html", context, status=status)


def _people_like(lead: Lead, user: object) -> list[Person]:
    """Return the persons of the user's scope whom the contact may be."""
    data = LeadData(
        lead.given_names, lead.surnames, lead.sex, lead.birth_year, lead.phone, lead.cui
    )
    ids = [twin.id for twin in persons_like([data], user)[0]]
    return list(Person.objects.visible_to(user).filter(pk__in=ids).select_related("municipality"))


@allow(*OFFICE_ROLES)
@require_POST
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the result of a call and go back to the contacts."""
    lead, form = _contact(request, pk), CallForm(request.POST)
    if not form.is_valid():
        return _page(request, lead, HTTPStatus.UNPROCESSABLE_ENTITY)
    result = LeadStep(form.cleaned_data["result"])
    note = partial(record_call, lead=lead, result=result, step_id=form.cleaned_data["step"])
    if not attempted(request, lambda: note(user=user_of(request))):
        return redirect(lead)
    refused_words = _("Sus datos se borraron. Solo queda la cuenta.")
    saved_words = _("Guardado: %(result)s.") % {"result": result.label}
    messages.success(request, refused_words if result == LeadStep.REFUSED else saved_words)
    return redirect("leads:contacts")


@allow(*OFFICE_ROLES)
@require_POST
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close the contact as a person who already has a file."""
    lead = _contact(request, pk)
    try:
        wanted = uuid.UUID(request.POST.get("person", ""))
    except ValueError:
        return redirect(lead)
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=wanted)
    if attempted(request, lambda: confirm_contact(lead=lead, person=person, user=user_of(request))):
        return redirect("desk:person", pk=person.pk)
    return redirect(lead)
