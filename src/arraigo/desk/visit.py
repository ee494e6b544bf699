"""Antes de la visita: what to have in mind before one talks with a person again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from arraigo.casework.models import Case, FollowUp
from arraigo.desk.route import Agreed, agreed_last
from arraigo.plans.enums import ActionState, Responsible
from arraigo.plans.models import Plan, PlanAction
from arraigo.referrals.enums import AWAITING_STATES
from arraigo.referrals.models import Referral

#: Actions of the plan that the card shows: more are no conversation.
SHOWN = 4


@dataclass(frozen=True)
class Visit:
    """What was agreed last, how she was, what of the plan is pending, who has not answered."""

    agreed: Agreed | None
    last: FollowUp | None
    hers: list[PlanAction]
    ours: list[PlanAction]
    unanswered: list[Referral]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to tell: it is the first visit."""
        return not (self.agreed or self.last or self.hers or self.ours or self.unanswered)


def before_visit(case: Case, plan: Plan | None, referrals: Iterable[Referral]) -> Visit | None:
    """Return what to have in mind; None for a closed case. Three queries.

    The plan and the referrals are those the page has read already.
    """
    if case.closed_on is not None:
        return None
    pending = _pending(plan)
    return Visit(
        agreed=agreed_last([case.pk]).get(case.pk),
        last=FollowUp.objects.latest_of(case.pk),
        hers=[each for each in pending if each.responsible == Responsible.PERSON][:SHOWN],
        ours=[each for each in pending if each.responsible != Responsible.PERSON][:SHOWN],
        unanswered=[each for each in referrals if each.state in AWAITING_STATES],
    )


def _pending(plan: Plan | None) -> list[PlanAction]:
    """Return the pending actions of a signed plan, the soonest first, those without a day last."""
    if plan is None or plan.is_draft:
        return []
    steps = [step for goal in plan.goals.all() for step in goal.actions.all()]
    pending = [step for step in steps if step.state == ActionState.PENDING]
    return sorted(pending, key=_soonest)


def _soonest(step: PlanAction) -> tuple[bool, Any]:
    return step.due_on is None, step.due_on
