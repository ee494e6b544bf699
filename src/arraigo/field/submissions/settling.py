"""What nobody has to ask for: the waiting are tried again, the incomplete are given up."""

from __future__ import annotations

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.field.enums import WAITS_FOR, Problem, SubmissionState
from arraigo.field.models import Submission
from arraigo.field.submissions.handling import retry
from arraigo.field.submissions.telling import stop

JOB = Actor.job("field.settle_deliveries")


def settle_waiting() -> int:
    """Try each delivery that waits for another as who sent it; return how many were tried.

    One that has waited five days stops, for a person to decide.
    """
    with acting_as(JOB):
        waiting = Submission.objects.filter(state=SubmissionState.WAITING)
        found = list(
            waiting.select_related("sent_by").defer("sealed").order_by("received_at", "id")
        )
    for each in found:
        with acting_as(Actor.user(each.sent_by)):
            rows = Submission.objects.select_for_update(of=("self",))
            if locked := rows.filter(pk=each.pk).first():
                retry(locked)
    _give_up_the_rest()
    return len(found)


def _give_up_the_rest() -> None:
    """Stop what waited too long and whose sender does not see it any more."""
    with acting_as(JOB):
        late = Submission.objects.filter(
            state=SubmissionState.WAITING, received_at__lt=clock.now() - WAITS_FOR
        )
        for each in late.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
            stop(each, Problem.LATE_CHAIN)


def stop_incomplete() -> int:
    """Stop the deliveries whose files never all came; return how many there were."""
    with acting_as(JOB):
        late = Submission.objects.filter(
            state=SubmissionState.INCOMPLETE, received_at__lt=clock.now() - WAITS_FOR
        )
        found = list(late.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
        for each in found:
            stop(each, Problem.NEVER_WHOLE)
        return len(found)
