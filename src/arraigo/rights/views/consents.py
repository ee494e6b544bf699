"""The person's permissions: reading, giving and withdrawing them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.people.consent import text_in_force
from arraigo.people.enums import ConsentPurpose
from arraigo.people.models import Consent
from arraigo.rights.consents import CONSEQUENCES, give_consent, permissions_of, withdraw_consent
from arraigo.rights.forms import GivingForm, WithdrawalForm
from arraigo.rights.views.files import found_person
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


@allow(*CASE_WORKERS)
@require_safe
def consents(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what the person allowed, to whom, how and until when, purpose by purpose."""
    file, _person = found_person(request, person_id)
    context = {"file": file, "permissions": permissions_of(file.id)}
    return render(request, "rights/consents.html", context)


@allow(*OFFICE_ROLES)
@freshly
@require_http_methods(FORM_METHODS)
def give(request: HttpRequest, person_id: uuid.UUID, purpose: str) -> HttpResponse:
    """Read the words of a purpose aloud and write that the person allows it."""
    file, person = found_person(request, person_id)
    if purpose not in ConsentPurpose.values or purpose == ConsentPurpose.PARTNER:
        raise Http404
    asked, user = ConsentPurpose(purpose), user_of(request)
    form = GivingForm(posted(request))
    if done(
        form,
        lambda: give_consent(person=person, purpose=asked, given=form.given(), user=user),
    ):
        messages.success(request, _("Permiso guardado."))
        return redirect("rights:consents", person_id=file.id)
    context = {"file": file, "purpose": asked, "text": text_in_force(asked)}
    return form_page(request, "rights/give.html", form, **context)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, person_id: uuid.UUID, pk: int) -> HttpResponse:
    """Write that the person takes a permission back."""
    file, _person = found_person(request, person_id)
    ledger = Consent.objects.filter(person__in=file.ids).select_related("recipient")
    consent, user = get_object_or_404(ledger, pk=pk), user_of(request)
    form = WithdrawalForm(posted(request))
    if done(
        form,
        lambda: withdraw_consent(consent=consent, given=form.given(user), user=user),
    ):
        messages.success(request, _("Permiso retirado. Desde ahora ya no se comparte nada."))
        return redirect("rights:consents", person_id=file.id)
    consequence = CONSEQUENCES[consent.purpose]
    context = {"file": file, "consent": consent, "consequence": consequence}
    return form_page(request, "rights/withdraw.html", form, **context)
