"""The dates of a plan's actions on the case's agenda, as long as the plan stands."""

from __future__ import annotations

from django.db.models import QuerySet

from arraigo.casework.actions.dues import cancel_due, finish_due, make_due_again, plan_due
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.casework.querysets import DueQuerySet
from arraigo.plans.enums import ActionState
from arraigo.plans.models import Plan, PlanAction


def put_on_agenda(plan: Plan) -> None:
    """Put the pending actions of a signed plan that have a day on the agenda. Twice is once."""
    for goal in plan.goals.all():
        for action in goal.actions.all():
            if action.state == ActionState.PENDING:
                _plan(plan, action)


def take_off_agenda(plans: QuerySet[Plan]) -> None:
    """Take what is open of these plans off the agenda: another version replaces them."""
    actions = PlanAction.objects.filter(goal__plan__in=plans)
    for due in _dues().filter(source_id__in=actions.values("pk")).open():
        cancel_due(due=due)


def keep_agenda_of(action: PlanAction) -> None:
    """Let the agenda follow how far an action is: done, given up, or pending again."""
    for due in _dues().filter(source_id=action.pk, cancelled_at=None):
        if action.state == ActionState.PENDING:
            make_due_again(due=due)
        elif action.done_on is not None:
            finish_due(due=due, on=action.done_on)
        else:
            cancel_due(due=due)
    if action.state == ActionState.PENDING:
        _plan(action.goal.plan, action)


def _dues() -> DueQuerySet:
    source = {"kind": DueKind.PLAN_ACTION, "source_table": PlanAction._meta.db_table}
    return Due.objects.filter(**source).select_related("case")


def _plan(plan: Plan, action: PlanAction) -> None:
    if action.due_on is not None:
        plan_due(
            kind=DueKind.PLAN_ACTION, title=action.text, due_on=action.due_on,
            source=action, case=plan.case,
        )  # fmt: skip
