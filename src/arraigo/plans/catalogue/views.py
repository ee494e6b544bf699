"""Pages of the model goals: read and written by who supervises or administers. No person here."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import Role
from arraigo.core.models import field_id
from arraigo.plans.catalogue.actions import ModelGoalInput, save_model_goal
from arraigo.plans.catalogue.forms import ModelGoalForm, ModelStepFormSet
from arraigo.plans.catalogue.models import ModelGoal
from arraigo.plans.enums import Pathway
from arraigo.ui.pages import FORM_METHODS, done, posted

STEPS = "accion"


@allow(Role.PROJECT_LEAD, Role.NATIONAL_OFFICER, Role.ADMINISTRATOR)
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """List the model goals by pathway, those retired among them."""
    every = groupby(ModelGoal.objects.order_by("pathway", "is_retired", "text"), _pathway)
    by_pathway = {pathway: list(rows) for pathway, rows in every}
    groups = [(pathway.label, by_pathway.get(pathway.value, [])) for pathway in Pathway]
    return render(request, "plans/model_goals.html", {"groups": groups})


def _pathway(goal: ModelGoal) -> str:
    return goal.pathway


@allow(Role.PROJECT_LEAD, Role.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a model goal."""
    return _page(request, {"id": field_id(), "revision": 0}, [], _("Meta modelo nueva"))


@allow(Role.PROJECT_LEAD, Role.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a model goal, or offer it no more."""
    standing = get_object_or_404(ModelGoal, pk=pk)
    names = ("id", "revision", "pathway", "text", "horizon", "is_retired")
    told = {name: getattr(standing, name) for name in names}
    return _page(request, told, standing.steps, _("Meta modelo"))


def _page(
    request: HttpRequest, told: dict[str, Any], steps: list[dict[str, Any]], heading: str
) -> HttpResponse:
    """Show the form of a model goal, or keep what it wrote."""
    form = ModelGoalForm(posted(request), initial=told)
    rows: Any = ModelStepFormSet(posted(request), initial=steps, prefix=STEPS)
    if not told["revision"]:
        del form.fields["is_retired"]

    def write() -> ModelGoal:
        data = {**form.cleaned_data, "steps": rows.steps()}
        ident, revision = told["id"] if told["revision"] else data["id"], data["revision"]
        del data["id"], data["revision"]
        return save_model_goal(id=ident, data=ModelGoalInput(**data), revision=revision)

    rows_stand = not rows.is_bound or rows.is_valid()
    if rows_stand and done(form, write):
        messages.success(request, _("Guardado. Se ofrece en los planes que se escriban desde hoy."))
        return redirect("plans:model_goals")
    context = {"form": form, "rows": rows, "parts": [form, rows], "heading": heading}
    status = 422 if form.errors or not rows_stand else 200
    return render(request, "plans/model_goal.html", context, status=status)
