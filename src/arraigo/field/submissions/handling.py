"""Giving a delivery to the handler of its form, in a savepoint: what fails undoes only itself."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Container
from dataclasses import astuple
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from arraigo.casework.enums import DataClass
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.field.enums import WAITS_FOR, Handler, Problem, StepName, SubmissionState
from arraigo.field.handlers import HANDLERS
from arraigo.field.handlers.base import Applied, Interview, Unfit, WaitsFor
from arraigo.field.handlers.registration import CASES
from arraigo.field.models import Submission, XFormVersion
from arraigo.field.submissions.storing import instance_of
from arraigo.field.submissions.telling import OUTCOME, note_step, stop
from arraigo.field.xform.definition import UNNAMED
from arraigo.field.xform.evaluation import findings
from arraigo.field.xform.instance import Instance, filled_in_at

logger = logging.getLogger(__name__)


def handle(submission: Submission, instance: Instance, *, by: Any = None) -> None:
    """Apply a whole delivery, or note why it cannot be. Whatever happens, it stays kept.

    `by` tries it again, and stands for a sender who works there no more.
    """
    _know_the_form(submission)
    if submission.version is None:
        stop(submission, Problem.NO_FORM)
        return
    interview = Interview(submission, instance, by)
    try:
        with transaction.atomic():
            _read(submission, instance)
            # The row must be hers to see from now on, or the savepoint takes it all back.
            _done(submission, _apply(interview))
    except WaitsFor as waiting:
        _wait(submission, waiting.case_id)
    except Unfit as unfit:
        stop(submission, Problem.ANSWERS, unfit.details, case=interview.known_case())
    except (Refused, ValidationError) as refused:
        words = [("", text) for text in _words(refused)]
        stop(submission, Problem.REFUSED, words, case=interview.known_case())
    except Exception:
        # Never let one delivery block the phone: it is kept, and can be tried again.
        logger.exception("A handler failed")
        stop(submission, Problem.FAILURE, case=interview.known_case())


def _know_the_form(submission: Submission) -> None:
    """Look for the form's version again, which may have been published since."""
    if submission.version is None:
        found = XFormVersion.objects.filter(
            form__form_id=submission.form_id, version=submission.version_text
        )
        submission.version = found.select_related("form").first()
    if submission.version is not None:
        submission.data_class = submission.version.form.data_class


def _read(submission: Submission, instance: Instance) -> None:
    """Note what its answers say in the open, and which of them break a rule of the form."""
    version = submission.version
    submission.answers = _open_answers(submission, instance)
    submission.born_id = Interview(submission, instance).born(CASES)
    if version is not None and submission.data_class != DataClass.PROTECTION:
        now = filled_in_at(instance, submission.received_at)
        found = findings(version.definition, instance, now)
        submission.doubts = [[each.path, str(each.rule)] for each in found]


def _apply(interview: Interview) -> Applied:
    version = interview.submission.version
    handler = Handler(version.form.handler) if version is not None else Handler.NONE
    return HANDLERS[handler](interview)


def _done(submission: Submission, applied: Applied) -> None:
    too_old = submission.version is not None and submission.version.is_too_old(
        submission.received_at
    )
    submission.state = SubmissionState.DONE
    submission.problem = Problem.OLD_VERSION if too_old else Problem.NONE
    if applied.clashes:
        submission.state, submission.problem = SubmissionState.ACTION, Problem.CLASH
    submission.details = [list(astuple(clash)) for clash in applied.clashes]
    submission.waits_for = None
    submission.person_id, submission.case_id = applied.person_id, applied.case_id
    submission.handled_at = clock.now()
    submission.save(update_fields=[*OUTCOME, "person", "case"])
    note_step(submission, StepName.APPLIED, problem=submission.problem)
    _follow({submission.case_id, submission.born_id} - {None}, submission)


def _follow(case_ids: set[uuid.UUID | None], first: Submission) -> None:
    """Handle what waited for this case, in the order it came, each as who sent it.

    One that somebody else is at work on is left to her, or to the hourly job.
    """
    waiting = Submission.objects.filter(waits_for__in=case_ids, state=SubmissionState.WAITING)
    for pk in waiting.exclude(pk=first.pk).order_by("received_at", "id").values_list("pk"):
        still = waiting.filter(pk__in=pk).select_for_update(of=("self",), skip_locked=True)
        each = still.select_related("sent_by").first()
        if each is not None:
            with acting_as(Actor.user(each.sent_by)):
                handle(each, instance_of(each))


def retry(locked: Submission, *, by: Any = None) -> None:
    """Handle a locked delivery again, as when the form, the case or the program has been mended.

    One that is applied or set aside stays as it is; so does one whose other version is open.
    """
    if locked.is_settled or locked.original_id is not None:
        return
    if by is not None:
        note_step(locked, StepName.RETRIED, by=by)
    handle(locked, instance_of(locked), by=by)


def _wait(submission: Submission, case_id: uuid.UUID) -> None:
    if submission.received_at + WAITS_FOR < clock.now():
        stop(submission, Problem.LATE_CHAIN)
    else:
        stop(submission, Problem.NO_CASE, waits_for=case_id)


def _open_answers(submission: Submission, instance: Instance) -> dict[str, list[str]]:
    """Return the answers that no column takes, to be searched; none of a form of class C."""
    version = submission.version
    if version is None or submission.data_class == DataClass.PROTECTION:
        return {}
    taken = HANDLERS[Handler(version.form.handler)].takes
    told: dict[str, list[str]] = {}
    for line in instance.lines(version.nodes, UNNAMED, version.listed):
        if line.value and line.name.partition(".")[0] not in taken:
            told[_free(line.name, told)] = [line.code, line.label, line.value]
    return told


def _free(name: str, taken: Container[str]) -> str:
    """Return the name of a question, numbered where another of the form has it too."""
    numbered = (f"{name}~{number}" if number > 1 else name for number in count(1))
    return next(each for each in numbered if each not in taken)


def _words(refused: Refused | ValidationError) -> list[str]:
    if isinstance(refused, ValidationError):
        return [str(text) for text in refused.messages]
    return [str(refused.message)]
