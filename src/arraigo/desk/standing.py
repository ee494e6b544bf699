"""The top card of a case: its step, what is missing and where each thing is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.access import may_open
from arraigo.accounts.addresses import view_of
from arraigo.casework.models import Case, Due
from arraigo.core import clock

#: What each task of the protocol is called, and the pages where it is done.
TASKS: dict[str, tuple[str | Promise, str]] = {
    "profile": (_("Completar el perfil"), "profiling:edit"),
    "plan": (_("Acordar el plan"), "plans:edit"),
    "plan_review": (_("Que la supervisión revise el plan"), "plans:edit"),
    "service": (_("Primer servicio, consejería o formación"), "referrals:new"),
    "follow_up": (_("Primer seguimiento"), "casework:follow_up"),
    "outcome": (_("Registrar un logro"), "casework:follow_up"),
    "close": (_("Solicitar el cierre"), "casework:close"),
    "certify": (_("Que la supervisión certifique el resultado"), ""),
}


@dataclass(frozen=True)
class Task:
    """Something missing, and the page where it is done (empty: not here, or not for this user)."""

    title: str | Promise
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
    deadline = step.get("deadline_days")
    late = 0
    if deadline is not None and case.closed_on is None and state.missing:
        late = (clock.today() - (case.opened_on + timedelta(days=deadline))).days
    return Standing(
        number=state.step,
        steps=len(protocol.document["steps"]) - 1,
        name=step["name"],
        tasks=[_task(code, case, roles) for code in state.missing],
        next_due=case.dues.open().order_by("due_on", "pk").first(),
        days_late=max(0, late),
    )


def _task(code: str, case: Case, roles: frozenset[str]) -> Task:
    title, url_name = TASKS.get(code, (code, ""))
    view = view_of(url_name)
    offered = case.closed_on is None and view is not None and may_open(view, roles)
    return Task(title, reverse(url_name, args=[case.pk]) if offered else "")
