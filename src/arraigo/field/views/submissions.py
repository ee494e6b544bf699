"""«Entregas»: what phones sent, what became of it, and what a person has to decide."""

from __future__ import annotations

import io
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arraigo.accounts.access import allow, listing
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.harvest.middleware import MOST_IN_A_FILE
from arraigo.accounts.requests import user_of
from arraigo.casework.enums import DataClass
from arraigo.core import traces
from arraigo.core.sealing import Unreadable
from arraigo.core.spreadsheets import XLSX, write_xlsx
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.forms import (
    ADVICE,
    AsideForm,
    ChoiceForm,
    SearchAnswersForm,
    SubmissionFilter,
)
from arraigo.field.models import Submission
from arraigo.field.showing import complaints_of, doubts_of, lines_of
from arraigo.field.submissions import deciding, storing
from arraigo.field.submissions.clashes import clashes_of
from arraigo.field.submissions.listing import page_of_submissions
from arraigo.field.submissions.searching import take_out
from arraigo.people.search.models import StoredSearch
from arraigo.ui.pages import attempted, done

#: What a file is shown as; anything else is handed over to be saved.
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
_SAVED = "application/octet-stream"


def _submission(request: HttpRequest, pk: uuid.UUID) -> Submission:
    visible = Submission.objects.visible_to(user_of(request))
    named = visible.select_related("version__form", "sent_by", "person", "case", "device")
    return get_object_or_404(named, pk=pk)


@allow(*OFFICE_ROLES)
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """List what the phones of one's offices sent, the latest first."""
    user = user_of(request)
    visible, form = Submission.objects.visible_to(user), SubmissionFilter(request.GET, user=user)
    search = form.search
    context = {
        "page": page_of_submissions(form.applied_to(visible), request.GET.get("despues", "")),
        "filters": form,
        "words": SearchAnswersForm(initial={"q": search.text if search else ""}),
        "kept": urlencode(form.chosen()),
        "most": MOST_IN_A_FILE,
        "waiting": visible.needing_somebody().count(),
    }
    return render(request, "field/submissions.html", context)


@allow(*OFFICE_ROLES)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Keep the words looked for on the server and go to their opaque address."""
    user, words = user_of(request), SearchAnswersForm(request.POST)
    chosen = SubmissionFilter(request.POST, user=user).chosen()
    chosen.pop("busca", None)
    if words.is_valid():
        stored = StoredSearch.objects.create(user=user, text=words.cleaned_data["q"])
        chosen["busca"] = str(stored.pk)
    return redirect(f"{reverse('field:submissions')}?{urlencode(chosen)}")


@listing
@allow(*OFFICE_ROLES)
@freshly
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Hand out the answers of the interviews found, the latest hundred, as an Excel."""
    user = user_of(request)
    visible, form = Submission.objects.visible_to(user), SubmissionFilter(request.GET, user=user)
    taken = take_out(form.applied_to(visible), MOST_IN_A_FILE)
    traces.show(taken.person_ids)
    book = io.BytesIO()
    write_xlsx(book, taken.sheets)
    headers = {"Content-Disposition": 'attachment; filename="respuestas.xlsx"'}
    return HttpResponse(book.getvalue(), content_type=XLSX, headers=headers)


@allow(*OFFICE_ROLES)
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a delivery as its form reads, and what became of it."""
    return _page(request, _submission(request, pk))


def _page(
    request: HttpRequest,
    submission: Submission,
    form: AsideForm | None = None,
    choice: ChoiceForm | None = None,
) -> HttpResponse:
    # Whoever it is about may have no id yet: then the delivery stands for her.
    traces.show([submission.person_id or submission.pk])
    if choice is None and (clashes := clashes_of(submission)):
        choice = ChoiceForm(submission=submission, clashes=clashes)
    context = {
        **_told(submission), "form": form, "aside_form": form or AsideForm(), "choice": choice,
    }  # fmt: skip
    is_wrong = any(each is not None and each.errors for each in (form, choice))
    return render(request, "field/submission.html", context, status=422 if is_wrong else 200)


def _told(submission: Submission) -> dict[str, Any]:
    language = get_language() or "es"
    needs = submission.state in {SubmissionState.ACTION, SubmissionState.WAITING}
    may_retry = needs and submission.original_id is None and submission.problem != Problem.CLASH
    return {
        "submission": submission,
        "lines": lines_of(submission, language),
        "doubts": doubts_of(submission, language),
        "complaints": complaints_of(submission, language),
        "advice": ADVICE.get(Problem(submission.problem)) if submission.problem else "",
        "files": {each.name: each for each in submission.files.all()},
        "steps": submission.steps.select_related("by"),
        "copies": submission.copies.defer("sealed", "wrapped"),
        "may_retry": may_retry,
        "may_set_aside": not submission.is_settled,
    }


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
    clashes = clashes_of(submission)
    form = ChoiceForm(request.POST, submission=submission, clashes=clashes)
    if not form.is_valid():
        return _page(request, submission, choice=form)
    chosen = form.chosen()
    if attempted(request, lambda: deciding.choose(submission=submission, user=user, **chosen)):
        messages.success(request, _("Guardado."))
        return redirect(submission)
    again = dict.fromkeys(chosen["sent"], "sent")
    form = ChoiceForm(initial=again, submission=submission, clashes=clashes_of(submission))
    return _page(request, submission, choice=form)
