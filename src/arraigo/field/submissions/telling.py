"""What became of a delivery, written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.field.enums import Problem, StepName, SubmissionState
from arraigo.field.models import Submission, SubmissionStep

#: The columns that tell what became of a delivery.
OUTCOME = (
    "state", "problem", "details", "waits_for", "handled_at", "doubts", "answers", "born_id",
    "version", "data_class",
)  # fmt: skip
Details = Sequence[tuple[str, str]]


def note_step(submission: Submission, name: StepName, *, problem: str = "", by: Any = None) -> None:
    """Add a line to what happened to the delivery."""
    SubmissionStep.objects.create(submission=submission, name=name, problem=problem, by=by)


def stop(
    submission: Submission, problem: Problem, details: Details = (), *,
    waits_for: Any = None, case: Case | None = None,
) -> None:  # fmt: skip
    """Note that the delivery is kept and not applied, and why; with `waits_for`, that it waits.

    `case` is whom it is about all the same: it is of her file, and goes with it.
    """
    if case is not None:
        submission.person_id, submission.case = case.person_id, case
    submission.state = SubmissionState.WAITING if waits_for else SubmissionState.ACTION
    submission.problem, submission.waits_for = problem, waits_for
    submission.details = [[question, str(words)] for question, words in details]
    submission.handled_at = clock.now()
    submission.save(update_fields=[*OUTCOME, "person", "case"])
    note_step(submission, StepName.STOPPED, problem=problem)
