"""Pages of a household."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.casework.household import actions
from arraigo.casework.household.forms import LinkForm, MemberForm
from arraigo.casework.household.models import HouseholdMember
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentHow
from arraigo.people.merging.aliases import canonical
from arraigo.people.models import Person
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def household(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show with whom the person lives, and note somebody more."""
    user = user_of(request)
    person = get_object_or_404(Person.objects.visible_to(user), pk=canonical(person_id))
    form = MemberForm(posted(request))
    if done(form, lambda: actions.add_member(data=form.member(person), user=user)):
        messages.success(request, _("Anotado."))
        return redirect("household:list", person_id=person.pk)
    shown = actions.household_of(person, user)
    return form_page(request, "household/list.html", form, person=person, household=shown)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Link a member to her own file, as she agreed; a file that cannot be is told of as none."""
    member = _visible(request, pk)
    form = LinkForm(posted(request))
    if form.is_valid() and _link(member, form, user_of(request)):
        messages.success(request, _("Enlazado."))
        return redirect("household:list", person_id=member.person_id)
    return form_page(request, "household/link.html", form, member=member)


def _link(member: HouseholdMember, form: LinkForm, user: Any) -> bool:
    answers = dict(form.cleaned_data)
    how = ConsentHow(answers.pop("agreed_how"))
    try:
        made = actions.link_member(member=member, agreed_how=how, user=user, **answers)
    except Refused as refused:
        form.add_error("witness_name", str(refused.message))
        return False
    if made is None:
        form.add_error("code", _("Con ese código no se puede enlazar ningún expediente."))
    return made is not None


@allow(*OFFICE_ROLES)
@require_POST
def unlink(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Name a member no more."""
    member, user = _visible(request, pk), user_of(request)
    if attempted(request, lambda: actions.unlink_member(member=member, user=user)):
        messages.success(request, _("Ya no se le nombra."))
    return redirect("household:list", person_id=member.person_id)


@allow(*OFFICE_ROLES)
@require_POST
def left(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that somebody lives elsewhere now."""
    member, user = _visible(request, pk), user_of(request)
    if attempted(request, lambda: actions.member_left(member=member, user=user)):
        messages.success(request, _("Anotado."))
    return redirect("household:list", person_id=member.person_id)


def _visible(request: HttpRequest, pk: uuid.UUID) -> HouseholdMember:
    seen = Person.objects.visible_to(user_of(request)).values("pk")
    members = HouseholdMember.objects.living().filter(person__in=seen)
    return get_object_or_404(members.select_related("person"), pk=pk)
