"""Where cases stand, told anew from the tables of each room.

Written from the protocol (steps 0 to 5) without the timeline, the protocol's document or the
SQL function: a milestone that a room forgets to write, or writes wrongly, shows as a difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from arraigo.casework.models import (
    Case,
    Closure,
    ContactAttempt,
    CounsellingSession,
    Due,
    FollowUp,
    Note,
    ServiceDelivery,
)
from arraigo.core.clock import GUATEMALA
from arraigo.jobs.models import Application, Placement
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.plans.models import Plan
from arraigo.profiling.models import Profile

#: What each step asks for, by the version of the protocol: the one that ships, and the one that
#: `OTHER_PARTS` makes of it.
TASKS = {
    1: {
        0: ["open"],
        1: ["profile"],
        2: ["plan", "plan_review"],
        3: ["service"],
        4: ["follow_up", "outcome"],
        5: ["close", "certify"],
    },
    2: {
        0: ["open"],
        1: ["conversation", "profile"],
        2: ["plan", "plan_review"],
        3: ["service"],
        4: ["follow_up"],
        5: ["close", "certify"],
    },
}
OTHER_PARTS: dict[str, Any] = {
    "steps_of_1": {
        "checks": [
            {"task": "conversation", "label": "Conversar", "kinds": ["counselling_session"]},
            {"task": "profile", "kinds": ["profile_completed"]},
        ]
    },
    "steps_of_4": {"checks": [{"task": "follow_up", "kinds": ["follow_up_done"]}]},
    "follow_ups": {"default": [10, 30, 90], "alta": [5]},
}
SERVICES = (
    ServiceDelivery, CounsellingSession, Enrolment, Completion, Certificate, Application, Placement,
)  # fmt: skip


class Standing(NamedTuple):
    """What `CaseState` must say of a case."""

    step: int
    missing: list[str]
    next_due_on: date | None
    last_contact_on: date
    priority: str


def recount(cases: Collection[Case]) -> dict[Any, Standing]:
    """Return where each of the cases stands, by its id."""
    facts = _Facts([case.pk for case in cases])
    return {case.pk: facts.standing(case) for case in cases}


class _Facts:
    """The rows of all rooms about some cases."""

    def __init__(self, ids: list[Any]) -> None:
        self.ids = ids
        self.done: dict[Any, set[str]] = defaultdict(lambda: {"open"})
        self.contacts: dict[Any, list[date]] = defaultdict(list)
        self.dues: dict[Any, list[date]] = defaultdict(list)
        self.closing: dict[Any, str] = {}
        self._profiles_and_plans()
        self._services()
        self._follow_ups()
        self._agenda_and_closures()

    def _of(self, model: Any, *columns: str, **narrow: Any) -> Any:
        rows = model.objects.filter(case__in=self.ids, **narrow)
        return rows.values_list("case", *columns)

    def _profiles_and_plans(self) -> None:
        for case, moment in self._of(Profile, "completed_at", completed_at__isnull=False):
            self.done[case].add("profile")
            self.contacts[case].append(moment.astimezone(GUATEMALA).date())
        signed = self._of(Plan, "state", "agreed_on", "replaced_at", agreed_at__isnull=False)
        for case, state, day, replaced in signed:
            self.contacts[case].append(day)
            if replaced is None and state != "devuelto":
                self.done[case].add("plan")
            if replaced is None and state == "revisado":
                self.done[case].add("plan_review")

    def _services(self) -> None:
        for model in SERVICES:
            rows = self._of(model, "id", annulled_at=None)
            if model is Certificate:
                rows = rows.exclude(kind="asistencia")
            for case, _id in rows:
                self.done[case].add("service")
        for case, day in self._of(CounsellingSession, "occurred_on", annulled_at=None):
            self.contacts[case].append(day)
            self.done[case].add("conversation")

    def _follow_ups(self) -> None:
        for case, day, outcomes in self._of(FollowUp, "occurred_on", "outcomes", annulled_at=None):
            self.contacts[case].append(day)
            self.done[case] |= {"follow_up", "outcome"} if outcomes else {"follow_up"}
        talked = self._of(Note, "occurred_on", annulled_at=None).exclude(kind="note")
        answered = self._of(ContactAttempt, "occurred_on", annulled_at=None, result="later")
        for case, day in [*talked, *answered]:
            self.contacts[case].append(day)

    def _agenda_and_closures(self) -> None:
        for case, day in self._of(Due, "due_on", done_at=None, cancelled_at=None):
            self.dues[case].append(day)
        for case, state in self._of(Closure, "state"):
            if state in {"requested", "certified"}:
                self.closing[case] = state

    def standing(self, case: Case) -> Standing:
        """Return where the case stands."""
        done = self.done[case.pk]
        state = self.closing.get(case.pk)
        if state is not None:
            step, missing = 5, ["certify"] if state == "requested" else []
        else:
            lacking = {
                number: [task for task in tasks if task not in done]
                for number, tasks in TASKS[case.protocol_id].items()
            }
            step = min(number for number, tasks in lacking.items() if tasks)
            missing = lacking[step]
        return Standing(
            step,
            missing,
            min(self.dues[case.pk], default=None),
            max([case.opened_on, *self.contacts[case.pk]]),
            case.priority,
        )
