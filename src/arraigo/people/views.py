"""Registering a person: search first, then seven answers and the consent."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.core import traces
from arraigo.core.transitions import Outdated, Refused
from arraigo.people.actions import (
    correct_person,
    count_refusal,
    identity_of,
    make_contact_safe,
    register_person,
)
from arraigo.people.consent import text_in_force
from arraigo.people.cui import digits
from arraigo.people.duplicates import probable_duplicates, probable_from_search
from arraigo.people.enums import ConsentPurpose
from arraigo.people.forms import CorrectionForm, RegistrationForm, SafeContactForm, SearchForm
from arraigo.people.leads.actions.contacts import confirm_contact, known_of, refuse_contact
from arraigo.people.leads.enums import LeadState
from arraigo.people.leads.models import Lead
from arraigo.people.linkage.likely import Likely
from arraigo.people.linkage.records import halves_of_name
from arraigo.people.models import ContactPoint, Person
from arraigo.people.offices import office_of
from arraigo.people.search.models import StoredSearch
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


@allow(*OFFICE_ROLES)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Ask who it is before registering: she may already be here."""
    return render(request, "people/start.html", {"form": SearchForm()})


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def register(
    request: HttpRequest, search: uuid.UUID | None = None, lead: uuid.UUID | None = None
) -> HttpResponse:
    """Show the registration form, filled from the search or the list's contact, or register."""
    contact = _contact(request, lead)
    if contact and contact.state != LeadState.PENDING:
        person_id = contact.person_id
        return redirect("casework:open", person_id=person_id) if person_id else redirect(contact)
    form = RegistrationForm(posted(request), initial=_initial(request, search, contact))
    if form.is_bound:
        if form.is_unaccompanied():
            return redirect("people:unaccompanied")
        if form.refuses():
            return _count_refusal(request, form, contact)
        if form.is_valid():
            return _save_or_ask(request, form, contact)
    return _form_page(request, form, duplicates=_already_here(request, search))


def _already_here(request: HttpRequest, search: uuid.UUID | None) -> list[Likely]:
    """Return who may be the person searched for, told before the form is filled."""
    if search is None or request.method == "POST":
        return []
    stored = get_object_or_404(StoredSearch, pk=search, user=user_of(request))
    return probable_from_search(stored.text, user=request.user)


def _contact(request: HttpRequest, lead: uuid.UUID | None) -> Lead | None:
    """Return the contact to be confirmed at this interview, who is shown by the form."""
    if lead is None:
        return None
    contact = get_object_or_404(Lead.objects.visible_to(user_of(request)), pk=lead)
    traces.show([contact.pk])
    return contact


def _count_refusal(
    request: HttpRequest, form: RegistrationForm, contact: Lead | None
) -> HttpResponse:
    form_id = contact.pk if contact else form.form_id()
    count_refusal(form_id=form_id, user=request.user, office=office_of(request.user))
    if contact:
        refuse_contact(lead=contact, user=request.user)
    return redirect("people:refused")


def _initial(
    request: HttpRequest, search: uuid.UUID | None, contact: Lead | None
) -> dict[str, Any]:
    """Return what the search or the list already told: nothing is asked twice."""
    initial: dict[str, Any] = {"municipality": office_of(request.user).municipality_id}
    if contact is not None:
        return initial | known_of(contact)
    if search is None:
        return initial
    stored = get_object_or_404(StoredSearch, pk=search, user=user_of(request))
    if number := digits(stored.text):
        return {**initial, "cui" if len(number) == 13 else "phone": number}
    given_names, surnames = halves_of_name(stored.text)
    return {**initial, "given_names": given_names, "surnames": surnames}


def _save_or_ask(
    request: HttpRequest, form: RegistrationForm, contact: Lead | None
) -> HttpResponse:
    """Register, unless somebody alike is here and the promotor has not seen it yet."""
    data = form.registration()
    if contact:
        data = replace(data, id=contact.pk)  # she keeps the id under which she was traced
    duplicates = probable_duplicates(data, user=request.user)
    duplicates = [found for found in duplicates if found.person.pk != data.id]
    seen = ",".join(sorted(str(found.person.pk) for found in duplicates))
    if duplicates and form.cleaned_data["seen_duplicates"] != seen:
        return _form_page(request, form, duplicates=duplicates, seen=seen)
    if form.has_doubtful_cui():
        messages.warning(
            request, _("Se guardó, pero el CUI no parece correcto. Revíselo con el DPI.")
        )
    office = office_of(request.user, data.municipality)
    person = register_person(data=data, user=request.user, office=office)
    if contact:
        confirm_contact(lead=contact, person=person, user=request.user)
    return redirect("casework:open", person_id=person.pk)


def _form_page(
    request: HttpRequest,
    form: RegistrationForm,
    duplicates: list[Likely] | None = None,
    seen: str = "",
) -> HttpResponse:
    if duplicates:
        traces.show([found.person.pk for found in duplicates], "duplicates")
    context = {
        "form": form,
        "duplicates": duplicates,
        "seen": seen,
        "consent_text": text_in_force(ConsentPurpose.SERVICE),
    }
    status = 422 if form.is_bound and (form.errors or duplicates) else 200
    return render(request, "people/register.html", context, status=status)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct who the person is; two who do it at once see what the other wrote."""
    visible = Person.objects.visible_to(user_of(request)).select_related("municipality")
    person = get_object_or_404(visible, pk=pk)
    form = CorrectionForm(posted(request), identity=identity_of(person))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            correct_person(person=person, seen=seen, data=form.correction())
        except Outdated:
            form.meet(identity_of(person))
        except Refused as refused:
            form.add_error("birth_year", str(refused.message))
        else:
            messages.success(request, _("Datos corregidos. El historial guarda los de antes."))
            return redirect("desk:person", pk=pk)
    traces.show([person.pk])
    return form_page(request, "people/correct.html", form, person=person)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the person may safely be reached by a phone."""
    user = user_of(request)
    seen = Person.objects.visible_to(user)
    phones = ContactPoint.objects.filter(is_current=True, person__in=seen.values("pk"))
    phone = get_object_or_404(phones.select_related("person"), pk=pk)
    form = SafeContactForm(posted(request), initial=model_to_dict(phone))
    if done(form, lambda: make_contact_safe(contact=phone, data=form.safe_contact(), user=user)):
        messages.success(request, _("Guardado."))
        return redirect("desk:person", pk=phone.person_id)
    return form_page(request, "people/contact.html", form, phone=phone)


@allow(*OFFICE_ROLES)
@require_safe
def unaccompanied(request: HttpRequest) -> HttpResponse:
    """Say what to do today for a minor who has nobody; nothing of her was kept."""
    return render(request, "people/unaccompanied.html")


@allow(*OFFICE_ROLES)
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Confirm that nothing was kept but the count."""
    return render(request, "people/refused.html")
