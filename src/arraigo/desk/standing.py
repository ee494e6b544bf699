"""The top card of a case: its step, what is missing and where each thing is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from arraigo.accounts.access import may_open
from arraigo.accounts.addresses import view_of
from arraigo.casework.enums import ASSESSED_KINDS, EventKind
from arraigo.casework.models import Case, Due
from arraigo.casework.protocol.catalogue import task_title
from arraigo.core import clock

#: The pages where what the protocol asks for is done, by the milestone it waits for.
PAGES: dict[str, str] = {
    EventKind.PROFILE_COMPLETED: "profiling:edit",
    EventKind.ASSESSMENT_DONE: "assessments:overview",
    **dict.fromkeys(ASSESSED_KINDS, "assessments:overview"),
    EventKind.PLAN_AGREED: "plans:edit",
    EventKind.PLAN_REVIEWED: "plans:edit",
    EventKind.SERVICE_DELIVERED: "referrals:new",
    EventKind.REFERRAL_SENT: "referrals:new",
    EventKind.COUNSELLING_SESSION: "casework:session",
    EventKind.NOTE_ADDED: "casework:note",
    EventKind.DOCUMENT_ADDED: "casework:document_new",
    EventKind.FOLLOW_UP_DONE: "casework:follow_up",
    EventKind.CONTACT_MADE: "casework:follow_up",
    EventKind.OUTCOME_RECORDED: "casework:follow_up",
    EventKind.CLOSURE_REQUESTED: "casework:close",
}


@dataclass(frozen=True)
class Task:
    """Something missing, and the page where it is done (empty: not here, or not for this user)."""

    title: str
    url: str


@dataclass(frozen=True)
class Standing:
    """Where a case stands, for its top card."""

    number: int
    steps: int
    name: str
    tasks: list[Task]
    next_due: Due | None
    days_late: int

    @property
    def due_now(self) -> Due | None:
        """Return what is due next if its day has come: a call answers it."""
        due = self.next_due
        return due if due is not None and due.due_on <= clock.today() else None


def standing_of(case: Case, roles: frozenset[str]) -> Standing:
    """Return where the case stands, with the pages that `roles` may open.

    One query, for what is due next.
    """
    state, protocol = case.state, case.protocol
    step = protocol.step(state.step)
    is_open = case.closed_on is None
    return Standing(
        number=state.step,
        steps=len(protocol.document["steps"]) - 1,
        name=step["name"],
        tasks=[_task(code, case, roles) for code in state.missing],
        next_due=case.dues.open().order_by("due_on", "pk").first(),
        days_late=protocol.days_late(case.opened_on, state.step, state.missing) if is_open else 0,
    )


def _task(code: str, case: Case, roles: frozenset[str]) -> Task:
    kinds = case.protocol.check_of(code).get("kinds", ())
    url_name = next((PAGES[kind] for kind in kinds if kind in PAGES), "")
    view = view_of(url_name)
    offered = case.closed_on is None and view is not None and may_open(view, roles)
    url = reverse(url_name, args=[case.pk]) if offered else ""
    return Task(task_title(case.protocol, code), url)
