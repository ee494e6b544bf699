"""Pages of errands. Those about a case show its person."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case
from arraigo.casework.views.facts import case_form, visible_case
from arraigo.coordination.errands import actions, rules
from arraigo.coordination.errands.enums import Standing, Verdict
from arraigo.coordination.errands.forms import (
    AnswerForm,
    ErrandFilter,
    ErrandForm,
    JudgeForm,
    TakeBackForm,
)
from arraigo.coordination.errands.models import Errand
from arraigo.core.paging import page_of
from arraigo.ui import forms as ui
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted


def _errand(request: HttpRequest, pk: uuid.UUID) -> Errand:
    visible = Errand.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible.select_related("person__municipality", "taken_back_by"), pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def errand_list(request: HttpRequest) -> HttpResponse:
    """List errands by who has to do with them and where they stand; what is open, soonest first."""
    user = user_of(request)
    form = ErrandFilter(request.GET, user=user)
    visible = Errand.objects.visible_to(user)
    found = visible.of(user, form.whose, form.standing).with_names()
    soonest = form.standing in (Standing.OPEN, Standing.LATE)
    after = request.GET.get("despues", "")
    context = {
        "form": form,
        "page": page_of(found, after, day="due_on", soonest_first=soonest),
        "kept": urlencode({"de": form.whose, "estado": form.standing}),
        "waiting": visible.to_judge_by(user).count(),
    }
    return render(request, "errands/list.html", context)


def _form(
    request: HttpRequest, case: Case | None, form: ui.Form, heading: str, **words: Any
) -> HttpResponse:
    """Show a form about an errand: under the person's name when it is about a case."""
    if case is not None:
        return case_form(request, case, form, heading, **words)
    words = {"back": reverse("errands:list"), "back_label": _("Encargos"), **words}
    return form_page(request, "ui/form.html", form, heading=heading, **words)


@allow(*CASE_WORKERS)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Give an errand that is about nobody, to one or several."""
    return _new(request, None)


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def new_about_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give an errand about a case."""
    return _new(request, visible_case(request, case_id))


def _new(request: HttpRequest, case: Case | None) -> HttpResponse:
    user = user_of(request)
    form = ErrandForm(posted(request), user=user, case=case)
    given = done(form, lambda: actions.give_errands(data=form.errand(), user=user))
    if given:
        said = ngettext("Encargo dado.", "%(n)s encargos dados.", len(given)) % {"n": len(given)}
        messages.success(request, said)
        if case is not None:
            return redirect("desk:case", pk=case.pk)
        return redirect(f"{reverse('errands:list')}?{urlencode({'de': 'dados'})}")
    return _form(request, case, form, _("Dar un encargo"), submit=_("Encargar"), icon="send")


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an errand, what was said of it, and what the user may do with it."""
    return _show(request, _errand(request, pk))


def _show(request: HttpRequest, errand: Errand, form: ui.Form | None = None) -> HttpResponse:
    user = user_of(request)
    told = errand.answers.select_related("recorded_by", "decided_by")
    answers = list(told.order_by("-recorded_at", "-pk"))
    may_judge = rules.may_judge(errand, answers[0] if answers else None, user)
    context = {
        "errand": errand,
        "answers": answers,
        "may_finish": rules.may_finish(errand, user),
        "may_take_back": errand.due.is_open and rules.may_take_back(errand, user),
        "form": form or (JudgeForm.of(answers[0]) if may_judge else None),
    }
    return render(request, "errands/detail.html", context, status=422 if form else 200)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take down what was done about an errand one has."""
    errand = _errand(request, pk)
    form = AnswerForm(posted(request), about_somebody=errand.case is not None)
    user = user_of(request)
    if done(form, lambda: actions.finish_errand(errand=errand, data=form.answer(), user=user)):
        messages.success(request, _("Encargo cumplido."))
        return redirect("desk:today")
    return _form(request, errand.case, form, _("Cumplir un encargo"), about=errand.title)


@allow(Role.PROJECT_LEAD, Role.NATIONAL_OFFICER)
@never_cache
@require_POST
def judge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept what was done, or return it with what is missing."""
    errand, user = _errand(request, pk), user_of(request)
    form = JudgeForm(request.POST)

    def act() -> Errand:
        told = form.cleaned_data
        chosen: dict[str, Any] = {"errand": errand, "answer_id": told["answer"], "user": user}
        if told["verdict"] == Verdict.RETURNED:
            return actions.return_errand(data=form.returned(), **chosen)
        return actions.accept_errand(comment=told["comment"], **chosen)

    if done(form, act):
        messages.success(request, _("Respuesta guardada."))
        return redirect(errand)
    return _show(request, errand, form)


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and take an errand back."""
    errand, user = _errand(request, pk), user_of(request)
    form = TakeBackForm(posted(request))
    if done(form, lambda: actions.take_back_errand(errand=errand, user=user, **form.cleaned_data)):
        messages.success(request, _("Encargo retirado."))
        return redirect(errand)
    words = {"about": errand.title, "danger": _("Retirar el encargo")}
    return _form(request, errand.case, form, _("Retirar un encargo"), **words)
