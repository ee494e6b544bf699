"""When an assessment is due, and that it is no longer. Everything hangs on the case.

A positive rapid screening asks for the full assessment as soon as possible (IOM Reintegration
Handbook §2.2); the rounds of the survey are told by its scheme. What is off is asked of nobody.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from arraigo.casework.actions.dues import cancel_due, finish_due, make_due_again, plan_due
from arraigo.casework.actions.events import lock_visible_case
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Case, Due
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.profiling.assessments.enums import MILESTONES, AssessmentKind, Round
from arraigo.profiling.assessments.lent import is_on
from arraigo.profiling.assessments.models import Assessment, ScoringScheme

SOON: Final = timedelta(days=7)
BASE_WITHIN: Final = timedelta(days=14)
JOB = Actor.job("profiling.follow_switch")
PART: Final = 200


def slot_of(kind: str, round: str = Round.NONE) -> int:
    """Return the place on a case's agenda that an assessment of this kind and round takes."""
    return 10 * AssessmentKind.values.index(kind) + Round.values.index(round)


_ROUNDS: Final = [slot_of(AssessmentKind.RSS, each) for each in Round.values]


def _dues(case: Case, slot: int) -> Any:
    return case.dues.filter(kind=DueKind.ASSESSMENT, slot=slot)


def _plan(case: Case, kind: AssessmentKind, round: Round, day: date) -> Due | None:
    """Put an assessment on the agenda, unless it is off or the case has it already."""
    has_it = Assessment.objects.standing().filter(case=case, kind=kind, round=round).exists()
    if has_it or not is_on(kind):
        return None
    title = str(kind.label) if round == Round.NONE else f"{kind.label} · {round.label}"
    return plan_due(
        kind=DueKind.ASSESSMENT, title=title, due_on=day, source=case, case=case,
        slot=slot_of(kind, round),
    )  # fmt: skip


def ask_for_vulnerability(case: Case) -> Due | None:
    """Ask for the full assessment within a week, as a positive screening does. Twice is once."""
    today = clock.today()
    return _plan(case, AssessmentKind.VULNERABILITY, Round.NONE, today + SOON)


def ask_for_base(case: Case) -> Due | None:
    """Ask for the first round of the survey, while it is on. Twice is once."""
    return _plan(case, AssessmentKind.RSS, Round.BASE, clock.today() + BASE_WITHIN)


def required_of(case: Case) -> dict[AssessmentKind, timedelta]:
    """Return which assessments the case's protocol asks for, and how long after its opening.

    A check that waits for one kind alone asks for it; one that takes whichever of several is
    asked for by «qué falta» only, because nobody can say which of them it will be.
    """
    kinds = {str(milestone): AssessmentKind(kind) for kind, milestone in MILESTONES.items()}
    return {
        kinds[check["kinds"][0]]: timedelta(days=step.get("deadline_days") or BASE_WITHIN.days)
        for step in case.protocol.document["steps"]
        for check in step["checks"]
        if len(check["kinds"]) == 1 and check["kinds"][0] in kinds
    }


def ask_for_required(case: Case) -> None:
    """Ask for what the case's protocol requires and nobody has done, each kind by itself.

    By the deadline of its step, or within two weeks where that has passed. Twice is once.
    """
    soonest = clock.today() + BASE_WITHIN
    for kind, within in required_of(case).items():
        round = Round.BASE if kind == AssessmentKind.RSS else Round.NONE
        _plan(case, kind, round, max(case.opened_on + within, soonest))


def assessed(assessment: Assessment) -> None:
    """Do what was due, and ask for the rounds that follow a first one."""
    case = assessment.case
    for due in _dues(case, slot_of(assessment.kind, assessment.round)).open():
        finish_due(due=due, on=assessment.occurred_on)
    if assessment.round == Round.BASE:
        plan_rounds(assessment)


def plan_rounds(base: Assessment) -> None:
    """Put the rounds after a first one on the agenda, as the scheme in force tells them."""
    scheme = ScoringScheme.objects.in_force(base.kind)
    for told in scheme.document["rounds"] if scheme else ():
        if told["months"]:
            day = clock.anniversary(base.occurred_on, told["months"])
            _plan(base.case, AssessmentKind(base.kind), Round(told["code"]), day)


def annulled(assessment: Assessment) -> None:
    """Make due again what it had done, and take the rounds away that only followed it."""
    case = assessment.case
    if case.closed_on is not None:
        return
    slot = slot_of(assessment.kind, assessment.round)
    for due in _dues(case, slot).filter(done_on=assessment.occurred_on):
        make_due_again(due=due)
    if assessment.round == Round.BASE:
        for due in case.dues.open().filter(kind=DueKind.ASSESSMENT, slot__in=_ROUNDS):
            if due.slot != slot:
                cancel_due(due=due)


@transaction.atomic
def decline_assessment(*, case: Case, kind: AssessmentKind, round: Round, user: Any) -> None:
    """Ask no more for what the person did not want: nothing else is noted. Twice is once.

    Raises `Refused` for a case the user does not see.
    """
    locked = lock_visible_case(case, user)
    for due in _dues(locked, slot_of(kind, round)).open():
        cancel_due(due=due)


def follow_switch() -> int:
    """Take the rounds off the agenda when the survey was turned off, or put them back.

    Return how many cases were looked at. To be called by a job; safe to repeat.
    """
    on, seen, last = is_on_for_job(), 0, None
    while True:
        with acting_as(JOB):
            part = _part(last, on=on)
            for case in part:
                _follow(case, on=on)
        if not part:
            return seen
        seen, last = seen + len(part), part[-1].pk


def is_on_for_job() -> bool:
    """Tell whether the survey is on."""
    with acting_as(JOB):
        return is_on(AssessmentKind.RSS)


def _part(last: Any, *, on: bool) -> list[Case]:
    cases = Case.objects.open()
    if on:
        bases = Assessment.objects.standing().filter(kind=AssessmentKind.RSS, round=Round.BASE)
        cases = cases.filter(pk__in=bases.values("case"))
    else:
        dues = Due.objects.open().filter(kind=DueKind.ASSESSMENT, slot__in=_ROUNDS)
        cases = cases.filter(pk__in=dues.values("case"))
    if last is not None:
        cases = cases.filter(pk__gt=last)
    return list(cases.order_by("pk")[:PART])


def _follow(case: Case, *, on: bool) -> None:
    if not on:
        for due in case.dues.open().filter(kind=DueKind.ASSESSMENT, slot__in=_ROUNDS):
            cancel_due(due=due)
        return
    base = Assessment.objects.standing().filter(case=case, round=Round.BASE).first()
    if base is not None:
        plan_rounds(base)
