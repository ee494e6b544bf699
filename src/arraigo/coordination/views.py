"""Pages of coordination. They show no returned person."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.forms import AnnulForm
from arraigo.coordination import actions
from arraigo.coordination.forms import (
    ActivityForm,
    AgreementForm,
    EvidenceForm,
    MechanismForm,
    held,
)
from arraigo.coordination.invitations.models import PlannedActivity
from arraigo.coordination.models import Activity, Agreement, Mechanism, Participation
from arraigo.core.ids import ids_in
from arraigo.core.paging import page_of
from arraigo.people.offices import office_of
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted

#: Activities to come that the list shows: the soonest.
COMING = 10


def _activity(request: HttpRequest, pk: uuid.UUID) -> Activity:
    visible = Activity.objects.visible_to(request.user)
    names = visible.select_related("office", "mechanism", "award", "recorded_by", "annulled_by")
    return get_object_or_404(names, pk=pk)


@allow(*CASE_WORKERS)
@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """List the activities of the user's offices, latest first, and the agreements to follow up."""
    user: Any = request.user
    visible = Activity.objects.visible_to(user).with_names()
    pending = Agreement.objects.visible_to(user).filter(
        fulfilled_on=None, activity__annulled_at=None
    )
    context = {
        "page": page_of(visible, request.GET.get("despues", "")),
        "pending": pending.select_related("activity", "responsible").order_by("due_on", "id")[:50],
        "coming": PlannedActivity.objects.visible_to(user).coming().with_counts()[:COMING],
        "may_record": bool(user.roles & set(OFFICE_ROLES)),
    }
    return render(request, "coordination/list.html", context)


def _page(
    request: HttpRequest, form: ui.Form, heading: str, back: str = "", **words: Any
) -> HttpResponse:
    words |= {"heading": heading, "back": back or reverse("coordination:list")}
    return form_page(request, "ui/form.html", form, back_label=_("Coordinación"), **words)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Record an activity; one that was planned brings what was written then."""
    planned = PlannedActivity.objects.visible_to(request.user).filter(
        pk__in=ids_in(request.GET.getlist("planeada"))
    )
    form = ActivityForm(
        posted(request), office=office_of(request.user), user=request.user,
        initial=held(planned.first()),
    )  # fmt: skip
    if done(form, lambda: actions.record_activity(data=form.activity(), user=request.user)):
        messages.success(request, _("Actividad anotada."))
        return redirect("coordination:detail", pk=form.cleaned_data["id"])
    return _page(request, form, _("Anotar una actividad"))


@allow(*CASE_WORKERS)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an activity: who took part, its evidence and what was agreed."""
    return _show(request, _activity(request, pk))


def _show(request: HttpRequest, shown: Activity, **forms: ui.Form) -> HttpResponse:
    """Render the activity with its forms; one of `forms` may carry what went wrong."""
    user: Any = request.user
    may_record = shown.annulled_at is None and shown.office_id in user.office_ids
    people = list(shown.participations.filter(annulled_at=None).select_related("user"))
    context: dict[str, Any] = {
        "activity": shown,
        "participations": people,
        "agreements": shown.agreements.select_related("responsible").order_by("due_on", "id"),
        "may_record": may_record,
        "took_part": any(one.user_id == user.pk for one in people),
        "form": next(iter(forms.values()), None),
    }
    if may_record:
        current = {"evidence": shown.evidence, "note": shown.evidence_note}
        context["evidence_form"] = forms.get("evidence") or EvidenceForm(initial=current)
        context["agreement_form"] = forms.get("agreement") or AgreementForm(
            activity=shown, user=user
        )
    return render(request, "coordination/detail.html", context, status=422 if forms else 200)


@allow(*OFFICE_ROLES)
@require_POST
def take_part(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the user took part too: the activity stays one."""
    shown = _activity(request, pk)
    act = partial(actions.take_part, activity=shown, participant=request.user, user=request.user)
    attempted(request, act)
    return redirect(shown)


@allow(*OFFICE_ROLES)
@require_POST
def evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the minutes or the list that came later."""
    shown = _activity(request, pk)
    form = EvidenceForm(request.POST)
    if done(
        form,
        lambda: actions.add_evidence(activity=shown, user=request.user, **form.cleaned_data),
    ):
        return redirect(shown)
    return _show(request, shown, evidence=form)


@allow(*OFFICE_ROLES)
@require_POST
def agree(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record an agreement of the activity."""
    shown = _activity(request, pk)
    form = AgreementForm(request.POST, activity=shown, user=request.user)
    if done(form, lambda: actions.agree(data=form.agreement(), user=request.user)):
        return redirect(shown)
    return _show(request, shown, agreement=form)


@allow(*OFFICE_ROLES)
@require_POST
def fulfil(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that an agreement was fulfilled, on its activity's page or on Hoy."""
    visible = Agreement.objects.visible_to(request.user).select_related("activity")
    agreement = get_object_or_404(visible, pk=pk)
    attempted(request, lambda: actions.fulfil(agreement=agreement, user=request.user))
    if request.POST.get("from") == "today":
        return redirect("desk:today")
    return redirect(agreement.activity)


def _annul(
    request: HttpRequest, fact: Activity | Participation, activity: Activity, act: Any, about: str
) -> HttpResponse:
    form = AnnulForm(posted(request))
    if done(form, lambda: act(fact=fact, user=request.user, **form.cleaned_data)):
        messages.success(request, _("Anulado. Ya no cuenta."))
        return redirect(activity)
    back = activity.get_absolute_url()
    return _page(request, form, _("Anular"), about=about, back=back, danger=_("Anular"))


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void an activity with its participations."""
    shown = _activity(request, pk)
    return _annul(request, shown, shown, actions.annul_activity, shown.title)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def annul_participation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and void a participation."""
    seen = Activity.objects.visible_to(request.user)
    rows = Participation.objects.filter(activity__in=seen).select_related("activity", "user")
    fact = get_object_or_404(rows, pk=pk)
    about = f"{fact.user} · {fact.activity.title}"
    return _annul(request, fact, fact.activity, actions.annul_participation, about)


@allow(*CASE_WORKERS)
@require_safe
def mechanisms(request: HttpRequest) -> HttpResponse:
    """List the mechanisms of the user's offices with their members."""
    visible = Mechanism.objects.visible_to(request.user).active()
    user: Any = request.user
    context = {
        "mechanisms": visible.select_related("office").prefetch_related("members").order_by("name"),
        "may_record": bool(user.roles & set(OFFICE_ROLES)),
    }
    return render(request, "coordination/mechanisms.html", context)


@allow(*OFFICE_ROLES)
@require_http_methods(FORM_METHODS)
def mechanism_new(request: HttpRequest) -> HttpResponse:
    """Add a mechanism with its members."""
    form = MechanismForm(posted(request))
    office = office_of(request.user)
    if done(form, lambda: actions.add_mechanism(data=form.mechanism(office), user=request.user)):
        messages.success(request, _("Mecanismo anotado."))
        return redirect("coordination:mechanisms")
    return _page(request, form, _("Anotar una mesa, comisión o convenio"))
