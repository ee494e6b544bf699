"""Seguimiento: the person was reached and told how she is, or one tried to reach her."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from arraigo.casework.actions import record_attempt, record_follow_up
from arraigo.casework.actions.follow_ups import suggested_next
from arraigo.casework.enums import DueKind
from arraigo.casework.forms.follow_ups import CHANGED, FollowUpForm
from arraigo.casework.models import Case, Due
from arraigo.core import clock
from arraigo.field.handlers.base import Applied, Interview, checked, posted, yes

TAKES: Final = frozenset({
    "case_id", "reached", "result", "mode", "occurred_on", "employment", "income_change",
    "outcomes", "services_received", "satisfaction", "difficulties", "agreed_actions", "next_on",
})  # fmt: skip
_AS_ASKED: Final = (
    "mode", "occurred_on", "employment", "income_change", "services_received", "difficulties",
    "agreed_actions",
)  # fmt: skip


def apply(interview: Interview) -> Applied:
    """Record the follow-up or the attempt, and do what was due by that day."""
    case = interview.case()
    reached = yes(interview.value("reached"))
    answers: dict[str, Any] = {name: interview.value(name) for name in _AS_ASKED}
    answers |= {
        "id": interview.id,
        "result": CHANGED if reached else interview.value("result"),
        "outcomes": interview.value("outcomes").split(),
        "satisfaction": _score(interview.value("satisfaction")),
        "next_on": _not_past(interview.value("next_on")),
    }
    due = _was_due(case, interview.value("occurred_on"))
    suggested = suggested_next(case, due)
    form = checked(
        FollowUpForm(posted(answers), case=case, last=None, due=due, suggested=suggested)
    )
    if form.reached:
        record_follow_up(data=form.follow_up(), user=interview.user)
    else:
        record_attempt(data=form.attempt(), user=interview.user)
    return Applied(case.person_id, case.pk)


def _was_due(case: Case, day: str) -> Due | None:
    """Return the first follow-up that was due by the day it was done."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    open_ones = case.dues.open().filter(kind=DueKind.FOLLOW_UP, due_on__lte=on)
    return open_ones.order_by("due_on", "pk").first()


def _not_past(day: str) -> str:
    """Return the next day agreed; today, when the delivery came so late that it is over."""
    try:
        return max(date.fromisoformat(day), clock.today()).isoformat()
    except ValueError:
        return day


def _score(told: str) -> str:
    return told if told in {"1", "2", "3", "4", "5"} else ""
