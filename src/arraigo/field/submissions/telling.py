"""What became of a delivery, written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraigo.core import clock
from arraigo.field.enums import Problem, StepName, SubmissionState
from arraigo.field.models import Submission, SubmissionStep

#: The columns that tell what became of a delivery.
OUTCOME = (
    "state", "problem", "details", "waits_for", "handled_at", "doubts", "answers", "born_id",
)  # fmt: skip
Details = Sequence[tuple[str, str]]


def note_step(submission: Submission, name: StepName, *, problem: str = "", by: Any = None) -> None:
    """Add a line to what happened to the delivery."""
    SubmissionStep.objects.create(submission=submission, name=name, problem=problem, by=by)


def stop(
    submission: Submission, problem: Problem, details: Details = (), *,
    waits_for: Any = None,
) -> None:  # fmt: skip
    """Note that the delivery is kept and not applied, and why; with `waits_for`, that it waits."""
    submission.state = SubmissionState.WAITING if waits_for else SubmissionState.ACTION
    submission.problem, submission.waits_for = problem, waits_for
    submission.details = [[question, str(words)] for question, words in details]
    submission.handled_at = clock.now()
    submission.save(update_fields=OUTCOME)
    note_step(submission, StepName.STOPPED, problem=problem)
