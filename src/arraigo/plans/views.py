"""Pages of the plan, for those who work with the person's file."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.casework.models import Case
from arraigo.core.pictures.cleaning import Picture
from arraigo.core.reading.uploads import was_too_big
from arraigo.core.transitions import Refused
from arraigo.plans import actions
from arraigo.plans.barriers.known import known_barriers
from arraigo.plans.catalogue.ideas import of_assessments, of_pathway
from arraigo.plans.differences import differences
from arraigo.plans.editor import PlanEditor
from arraigo.plans.forms import MarkForm, ReviewForm, SheetForm, SignatureForm
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.paper import plan_pdf
from arraigo.plans.sheets import add_sheet, lacks_sheet, sheets_of
from arraigo.plans.transitions import can_agree, can_amend, can_edit, can_mark, can_review
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


def _changes(plan: Plan) -> list[str]:
    """Return what this version says otherwise than the one before; nothing for the first."""
    before = Plan.objects.of_case(plan.case).filter(version=plan.version - 1).whole().first()
    return differences(before, plan) if before else []


def _plan(request: HttpRequest, pk: uuid.UUID) -> Plan:
    """Return the plan the user may see, or answer 404 as if there were none."""
    plans = Plan.objects.visible_to(request.user).whole().select_related("person")
    return get_object_or_404(plans, pk=pk)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write the draft of the case's plan; a signed plan is shown instead."""
    cases = Case.objects.visible_to(request.user).open().select_related("person__municipality")
    case = get_object_or_404(cases, pk=case_id)
    plan = actions.draft_or_plan_of(case)
    if plan is not None and not plan.is_draft and request.method != "POST":
        return redirect(plan)
    pathway = request.POST.get("pathway", plan.pathway if plan else "")
    ideas = [*of_assessments(case, request.user), *of_pathway(pathway)]
    known = known_barriers(case, request.user)
    editor = PlanEditor(case, plan, posted(request), ideas, known)
    if editor.is_valid():
        saved = _saved(request, case, editor)
        if saved is not None:
            return redirect("plans:agree" if "firmar" in request.POST else "plans:detail", saved.pk)
    context = {"case": case, "plan": plan, "editor": editor, "form": editor.form, "known": known}
    return render(request, "plans/edit.html", context, status=422 if editor.is_bound else 200)


def _saved(request: HttpRequest, case: Case, editor: PlanEditor) -> Plan | None:
    """Save the draft and return it; else the page says why not and shows both contents."""
    revision = editor.form.cleaned_data["revision"]
    try:
        plan = actions.save_plan(
            case=case, data=editor.plan_input, revision=revision, user=request.user
        )
    except actions.PlanOutdated as outdated:
        editor.show_saved(outdated.saved)
    except Refused as refusal:
        editor.refuse(str(refusal.message))
    else:
        messages.success(request, _("Borrador guardado."))
        return plan
    return None


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a version of the plan, where it stands, and what may be done now."""
    user: Any = request.user
    plan = _plan(request, pk)
    context = {
        "plan": plan,
        "case": plan.case,
        "versions": Plan.objects.of_case(plan.case),
        "changes": _changes(plan),
        "may_edit": can_edit(plan, user),
        "may_agree": can_agree(plan, user),
        "may_review": can_review(plan, user),
        "may_amend": can_amend(plan, user),
        "may_mark": can_mark(plan, user),
        "sheets": sheets_of(plan, user),
        "lacks_sheet": lacks_sheet(plan, user),
    }
    return render(request, "plans/detail.html", context)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def agree(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read the plan to the person and let her sign it."""
    plan = _plan(request, pk)
    first = {"revision": plan.revision}
    form = SignatureForm(
        posted(request), request.FILES or None, case=plan.case, initial=first,
        too_big=was_too_big(request),
    )  # fmt: skip
    if not form.is_bound and not can_agree(plan, request.user):
        messages.error(request, _("Antes de firmar: escoja un camino, y una acción en cada meta."))
        return redirect("plans:edit", plan.case_id) if plan.is_draft else redirect(plan)
    if form.is_valid() and _agreed(request, plan, form):
        return redirect(plan)
    context = {"plan": plan, "case": plan.case, "changes": _changes(plan)}
    return form_page(request, "plans/agree.html", form, **context)


def _agreed(request: HttpRequest, plan: Plan, form: SignatureForm) -> bool:
    """Record the signature of a valid form; else the form says why not."""
    revision = form.cleaned_data["revision"]
    try:
        actions.agree_plan(plan=plan, signed=form.signed(), revision=revision, user=request.user)
    except actions.PlanOutdated:
        form.add_error(None, _("El plan cambió desde que abrió esta página. Léalo de nuevo."))
        form.data = {**request.POST.dict(), "revision": str(plan.revision)}
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("Plan acordado. Los seguimientos quedaron en la agenda."))
    return True


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add the photo of the sheet of a plan that was signed on paper."""
    plan = _plan(request, pk)
    form = SheetForm(posted(request), request.FILES or None, too_big=was_too_big(request))
    if not form.is_bound and not lacks_sheet(plan, request.user):
        return redirect(plan)
    if done(form, lambda: _add_sheet(plan, form, request.user)):
        messages.success(request, _("Documento guardado."))
        return redirect(plan)
    return form_page(request, "plans/sheet.html", form, plan=plan)


def _add_sheet(plan: Plan, form: SheetForm, user: Any) -> None:
    picture = cast(Picture, form.photo)
    add_sheet(plan=plan, picture=picture, sheet_id=form.cleaned_data["id"], user=user)


@allow(*OFFICE_ROLES)
@never_cache
@require_POST
def amend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin a new version of the plan in force."""
    plan = _plan(request, pk)
    if not attempted(request, lambda: actions.amend_plan(plan=plan, user=request.user)):
        return redirect(plan)
    return redirect("plans:edit", plan.case_id)


@allow(Role.PROJECT_LEAD)
@never_cache
@require_safe
def awaiting(request: HttpRequest) -> HttpResponse:
    """List the plans that wait for this lead's review, oldest first."""
    waiting = Plan.objects.visible_to(request.user).reviewable_by(request.user)
    plans = waiting.select_related("person", "case", "agreed_by")[:100]
    return render(request, "plans/list.html", {"plans": plans})


@allow(Role.PROJECT_LEAD)
@never_cache
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read a signed plan, and approve it or return it with what to change."""
    plan = _plan(request, pk)
    form = ReviewForm(posted(request))
    if not form.is_bound and not can_review(plan, request.user):
        return redirect(plan)
    if form.is_valid() and _reviewed(request, plan, form):
        return redirect("plans:list")
    context = {"plan": plan, "case": plan.case, "changes": _changes(plan)}
    return form_page(request, "plans/review.html", form, **context)


def _reviewed(request: HttpRequest, plan: Plan, form: ReviewForm) -> bool:
    """Do what the lead decided; else the form says why not."""
    returning = "devolver" in request.POST
    if returning and not form.require_comment():
        return False
    act = actions.return_plan if returning else actions.approve_plan
    comment = form.cleaned_data["comment"]
    if not done(form, lambda: act(plan=plan, user=request.user, comment=comment)):
        return False
    messages.success(request, _("Plan devuelto.") if returning else _("Plan revisado."))
    return True


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that a step was done, will not be done, or is pending again."""
    steps = PlanAction.objects.visible_to(request.user).select_related("goal__plan__case__person")
    step = get_object_or_404(steps, pk=pk)
    plan = step.goal.plan
    form = MarkForm(posted(request), state=step.state)
    if done(form, lambda: _mark(step, form.cleaned_data, request.user)):
        return redirect(plan)
    return form_page(request, "plans/mark.html", form, step=step, plan=plan, case=plan.case)


def _mark(step: PlanAction, told: dict[str, Any], user: Any) -> None:
    actions.mark_action(
        action=step, name=told["name"], user=user, on=told["done_on"], evidence=told["evidence"]
    )


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Print the plan, with lines to sign on."""
    headers = {"Content-Disposition": 'inline; filename="plan.pdf"'}
    return HttpResponse(
        plan_pdf(_plan(request, pk)), content_type="application/pdf", headers=headers
    )
