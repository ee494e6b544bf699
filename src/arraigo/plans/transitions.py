"""What may happen to a plan and its actions, as data: for buttons, checks and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core.transitions import Transition, TransitionTable, can
from arraigo.plans.enums import ActionState, State

if TYPE_CHECKING:
    from arraigo.plans.models import Plan, PlanAction

AGREE, APPROVE, RETURN = "acordar", "aprobar", "devolver"
DO, CANCEL, REOPEN = "hacer", "cancelar", "reabrir"

_PLANNERS = frozenset({str(Role.PROMOTOR), str(Role.PROJECT_LEAD)})
_LEADS = frozenset({str(Role.PROJECT_LEAD)})

Reason = str | Promise | None


def _whole_and_open(plan: Plan, user: Any) -> Reason:
    if plan.case.closed_on is not None:
        return _("El caso está cerrado.")
    if not plan.pathway:
        return _("Falta escoger el camino del plan.")
    goals = plan.goals.all()
    if not goals or not all(goal.actions.all() for goal in goals):
        return _("El plan necesita una meta, y cada meta una acción.")
    return None


def _lead_but_not_author(plan: Plan, user: Any) -> Reason:
    """Four eyes: the Project Lead of the case's office, neither its author nor who signed it."""
    if user.pk in (plan.author_id, plan.agreed_by_id):
        return _("Nadie revisa su propio plan.")
    if plan.case.office_id not in user.led_office_ids:
        return _("Sólo quien supervisa esa oficina puede revisar el plan.")
    if plan.case.closed_on is not None:
        return _("El caso está cerrado.")
    if plan.replaced_at is not None:
        return _("Una versión nueva ya reemplazó este plan.")
    return None


def _in_a_plan_in_force(action: PlanAction, user: Any) -> Reason:
    if not action.goal.plan.is_in_force:
        return _("Sólo se avanza en el plan vigente.")
    if action.goal.plan.case.closed_on is not None:
        return _("El caso está cerrado.")
    return None


def _step(target: str, *sources: str, **rest: Any) -> Transition:
    return Transition(frozenset(map(str, sources)), str(target), **rest)


PLAN: TransitionTable = {
    AGREE: _step(State.AGREED, State.DRAFT, roles=_PLANNERS, guard=_whole_and_open),
    APPROVE: _step(State.REVIEWED, State.AGREED, roles=_LEADS, guard=_lead_but_not_author),
    RETURN: _step(State.RETURNED, State.AGREED, roles=_LEADS, guard=_lead_but_not_author),
}

ACTION: TransitionTable = {
    DO: _step(ActionState.DONE, ActionState.PENDING, roles=_PLANNERS, guard=_in_a_plan_in_force),
    CANCEL: _step(
        ActionState.CANCELLED, ActionState.PENDING, roles=_PLANNERS, guard=_in_a_plan_in_force
    ),
    REOPEN: _step(
        ActionState.PENDING, ActionState.DONE, ActionState.CANCELLED,
        roles=_PLANNERS, guard=_in_a_plan_in_force,
    ),
}  # fmt: skip


def can_edit(plan: Plan, user: Any) -> bool:
    """Tell whether `user` may change the plan: only a draft of an open case."""
    return plan.is_draft and plan.case.closed_on is None and bool(_PLANNERS & set(user.roles))


def can_agree(plan: Plan, user: Any) -> bool:
    """Tell whether the person may sign the plan with `user` now."""
    return can(PLAN, AGREE, plan, user, user.roles)


def can_review(plan: Plan, user: Any) -> bool:
    """Tell whether `user` may approve or return the plan now."""
    return can(PLAN, APPROVE, plan, user, user.roles)


def can_amend(plan: Plan, user: Any) -> bool:
    """Tell whether `user` may begin a new version from this plan."""
    return plan.is_in_force and plan.case.closed_on is None and bool(_PLANNERS & set(user.roles))


def can_mark(plan: Plan, user: Any) -> bool:
    """Tell whether `user` may note how far the plan's actions are."""
    return can_amend(plan, user)
