"""«Entregas»: what phones sent, what became of it, and what a person has to decide."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.requests import user_of
from arraigo.casework.enums import DataClass
from arraigo.core import traces
from arraigo.core.sealing import Unreadable
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.forms import ADVICE, AsideForm, SubmissionFilter
from arraigo.field.models import Submission
from arraigo.field.showing import complaints_of, decisions_of, doubts_of, lines_of
from arraigo.field.submissions import deciding, storing
from arraigo.field.submissions.listing import page_of_submissions
from arraigo.ui.pages import attempted, done

#: What a file is shown as; anything else is handed over to be saved.
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})


def _submission(request: HttpRequest, pk: uuid.UUID) -> Submission:
    visible = Submission.objects.visible_to(user_of(request))
    named = visible.select_related("version__form", "sent_by", "person", "case", "device")
    return get_object_or_404(named, pk=pk)


@allow(*OFFICE_ROLES)
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """List what the phones of one's offices sent, the latest first."""
    user, form = user_of(request), SubmissionFilter(request.GET)
    visible = Submission.objects.visible_to(user)
    chosen = form.chosen()
    context = {
        "page": page_of_submissions(visible.filter(**chosen), request.GET.get("despues", "")),
        "filters": form,
        "kept": urlencode(chosen),
        "waiting": visible.needing_somebody().count(),
    }
    return render(request, "field/submissions.html", context)


@allow(*OFFICE_ROLES)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a delivery as its form reads, and what became of it."""
    return _page(request, _submission(request, pk))


def _page(
    request: HttpRequest, submission: Submission, form: AsideForm | None = None
) -> HttpResponse:
    if submission.person_id is not None:
        traces.show([submission.person_id])
    else:
        traces.show([submission.pk])  # whoever it is about has no id yet: it stands for her
    language = get_language() or "es"
    needs = submission.state in {SubmissionState.ACTION, SubmissionState.WAITING}
    context = {
        "submission": submission,
        "lines": lines_of(submission, language),
        "doubts": doubts_of(submission, language),
        "complaints": complaints_of(submission, language),
        "decisions": decisions_of(submission),
        "advice": ADVICE.get(Problem(submission.problem)) if submission.problem else "",
        "files": {each.name: each for each in submission.files.all()},
        "steps": submission.steps.select_related("by"),
        "copies": submission.copies.defer("sealed", "wrapped"),
        "may_retry": needs and submission.original_id is None and not decisions_of(submission),
        "may_set_aside": not submission.is_settled,
        "aside_form": form or AsideForm(),
        "form": form,
    }
    return render(request, "field/submission.html", context, status=422 if form else 200)


@allow(*OFFICE_ROLES)
@require_safe
def file(request: HttpRequest, pk: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """Give a file that came with a delivery."""
    submission = _submission(request, pk)
    if submission.data_class == DataClass.PROTECTION:
        raise Http404
    row = get_object_or_404(submission.files.select_related("submission"), pk=file_id)
    try:
        data = storing.read(row)
    except (Unreadable, FileNotFoundError) as error:
        raise Http404 from error
    traces.show([submission.person_id or submission.pk])
    shown = row.content_type in _SHOWN
    response = HttpResponse(data, content_type=row.content_type if shown else _SAVED)
    response["Content-Disposition"] = "inline" if shown else "attachment; filename=archivo"
    return response


_SAVED = "application/octet-stream"


@allow(*OFFICE_ROLES)
@require_POST
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Try a delivery again."""
    submission, user = _submission(request, pk), user_of(request)
    told: list[Any] = []
    if attempted(
        request, lambda: told.append(deciding.try_again(submission=submission, user=user))
    ):
        if told[0].state == SubmissionState.DONE:
            messages.success(request, _("Aplicada."))
        else:
            messages.warning(request, _("Todavía no se puede aplicar."))
    return redirect(submission)


@allow(*OFFICE_ROLES)
@require_POST
def aside(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set a delivery aside, saying why."""
    submission, user = _submission(request, pk), user_of(request)
    form = AsideForm(request.POST)
    if done(
        form, lambda: deciding.set_aside(submission=submission, user=user, **form.cleaned_data)
    ):
        messages.success(request, _("Apartada. Sigue guardada."))
        return redirect(submission)
    return _page(request, submission, form)


@allow(*OFFICE_ROLES)
@require_POST
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose which answers stay where two people answered differently."""
    submission, user = _submission(request, pk), user_of(request)
    sent = [each.name for each in decisions_of(submission) if request.POST.get(each.name) == "sent"]
    if attempted(request, lambda: deciding.choose(submission=submission, sent=sent, user=user)):
        messages.success(request, _("Guardado."))
    return redirect(submission)
