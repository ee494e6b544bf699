"""Pages of activities to come: planning one, inviting the persons chosen in Casos, undoing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow, listing
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case
from arraigo.casework.views.choosing import chosen_in
from arraigo.coordination.invitations import actions
from arraigo.coordination.invitations.forms import CallOffForm, InviteForm, PlanForm
from arraigo.coordination.invitations.inputs import InviteInput
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.coordination.invitations.rules import candidates
from arraigo.core.ids import ids_in
from arraigo.people.offices import office_of
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


def _activity(request: HttpRequest, pk: uuid.UUID) -> PlannedActivity:
    visible = PlannedActivity.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("office", "planned_by"), pk=pk)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan an activity, to invite people to it."""
    form, office = PlanForm(posted(request)), office_of(request.user)
    activity = done(
        form, lambda: actions.plan_activity(data=form.plan(office), user=request.user)
    )  # fmt: skip
    if activity:
        messages.success(request, _("Actividad planeada. Escoja en Casos a quiénes invitar."))
        return redirect(activity)
    words = {"heading": _("Planear una actividad"), "back": reverse("coordination:list")}
    return form_page(request, "ui/form.html", form, back_label=_("Coordinación"), **words)


@listing
@allow(*CASE_WORKERS)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an activity to come and who is invited, of those one may see."""
    activity = _activity(request, pk)
    invited = Invitation.objects.visible_to(request.user).standing().filter(activity=activity)
    context = {
        "activity": activity,
        "invited": invited.select_related("case", "person__municipality").order_by("case__code"),
        "may_work": activity.office_id in user_of(request).office_ids,
    }
    return render(request, "invitations/detail.html", context)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def call_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and call the activity off."""
    activity, form = _activity(request, pk), CallOffForm(posted(request))
    act = actions.call_off
    if done(form, lambda: act(activity=activity, user=request.user, **form.cleaned_data)):
        messages.success(request, _("Actividad cancelada. Ya no se invita a nadie."))
        return redirect(activity)
    words = {"heading": _("Cancelar la actividad"), "about": activity.title}
    words |= {"back": activity.get_absolute_url(), "danger": _("Cancelar la actividad")}
    return form_page(request, "ui/form.html", form, back_label=activity.title, **words)


def _chosen(request: HttpRequest) -> list[Case]:
    visible = Case.objects.visible_to(request.user).select_related("person__municipality")
    return chosen_in(request, lambda ids: list(visible.filter(pk__in=ids).order_by("code")))


@listing
@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Show who would be invited to which activity, and who would not and why; then invite them.

    What is confirmed is the list that was read: for another activity it is shown anew.
    """
    cases = _chosen(request)
    if not cases:
        return redirect("desk:cases")
    form = InviteForm(request.POST if "actividad" in request.POST else None, user=request.user)
    activity = form.cleaned_data["actividad"] if form.is_valid() else form.soonest
    read = activity is not None and request.POST.get("confirmar") == str(activity.pk)
    if read and done(form, lambda: _invite(request, form)):
        return redirect("invitations:invited", pk=form.cleaned_data["lot"])
    if not form.errors:
        form = InviteForm(user=request.user, initial={"actividad": activity})
    listed = candidates(cases, activity) if activity else []
    context = {
        "cases": cases,
        "activity": activity,
        "asked": [each.case for each in listed if not each.refusal],
        "left_out": [each for each in listed if each.refusal],
    }
    return form_page(request, "invitations/invite.html", form, **context)


def _invite(request: HttpRequest, form: InviteForm) -> list[Invitation]:
    chosen, read = (set(ids_in(request.POST.getlist(name))) for name in ("caso", "invitar"))
    told = form.cleaned_data
    data = InviteInput(activity=told["actividad"], case_ids=chosen & read, lot=told["lot"])
    return actions.invite(data=data, user=request.user)


def _lot(request: HttpRequest, pk: uuid.UUID) -> Any:
    """Return the invitations that the user made with one form, or answer 404."""
    lot = Invitation.objects.visible_to(request.user).of_lot(pk, request.user)
    if not lot.exists():
        raise Http404
    return lot.select_related("activity")


@allow(*OFFICE_ROLES)
@never_cache
@require_safe
def invited(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say how many were invited, with the way back."""
    lot = _lot(request, pk)
    activity = lot[0].activity
    standing = lot.standing().count()
    context = {
        "lot": pk,
        "activity": activity,
        "invited": standing,
        "taken_back": lot.count() - standing,
        "may_undo": bool(standing) and activity.invites,
    }
    return render(request, "invitations/invited.html", context)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what was invited with one form."""
    _lot(request, pk)
    told: list[int] = []
    if attempted(request, lambda: told.append(actions.undo_invitations(lot=pk, user=request.user))):
        words = ngettext("Se retiró %(n)s invitación.", "Se retiraron %(n)s invitaciones.", told[0])
        messages.success(request, words % {"n": told[0]})
    return redirect("invitations:invited", pk=pk)
