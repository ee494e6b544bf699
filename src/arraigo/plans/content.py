"""The content of a plan, out of its rows and into them."""

from __future__ import annotations

from arraigo.plans import feasibility
from arraigo.plans.enums import ActionState
from arraigo.plans.inputs import ActionInput, GoalInput, MitigationInput, PlanInput
from arraigo.plans.models import Goal, Mitigation, Plan, PlanAction

TEXTS = ("pathway", "situation", "mitigations", "feasibility")


def content_of(plan: Plan, *, pending_only: bool = False) -> PlanInput:
    """Return what the plan says; only its pending steps, if asked, and the goals that have any."""
    goals = [
        GoalInput(
            text=goal.text,
            horizon=goal.horizon,
            actions=tuple(
                _step(action)
                for action in goal.actions.all()
                if not pending_only or action.state == ActionState.PENDING
            ),
        )
        for goal in plan.goals.all()
    ]
    kept = {step.text for goal in goals for step in goal.actions}
    return PlanInput(
        **{name: getattr(plan, name) for name in TEXTS},
        barriers=tuple(plan.barriers),
        measures=tuple(_measure(each, kept) for each in plan.measures.all()),
        goals=tuple(goal for goal in goals if goal.actions or not pending_only),
    )


def _measure(measure: Mitigation, kept: set[str]) -> MitigationInput:
    """Return a measure; of a step that the content leaves out, without it."""
    words = measure.action.text if measure.action else ""
    return MitigationInput(measure.barrier, measure.text, words if words in kept else "")


def _step(action: PlanAction) -> ActionInput:
    return ActionInput(
        text=action.text,
        responsible=action.responsible,
        service=action.service,
        starts_on=action.starts_on,
        due_on=action.due_on,
        cost=action.cost,
        award=action.award,
        **{name: getattr(action, name) for name in feasibility.FIELDS},
    )


def write_content(plan: Plan, data: PlanInput) -> None:
    """Put `data` into a draft; the field history keeps what it said before."""
    for name in TEXTS:
        setattr(plan, name, getattr(data, name))
    plan.barriers = list(data.barriers)
    plan.save()
    plan.measures.all().delete()
    PlanAction.objects.filter(goal__plan=plan).delete()
    plan.goals.all().delete()
    goals = [
        Goal(plan=plan, person_id=plan.person_id, place=place, horizon=goal.horizon, text=goal.text)
        for place, goal in enumerate(data.goals, start=1)
    ]
    Goal.objects.bulk_create(goals)
    PlanAction.objects.bulk_create(
        PlanAction(goal=row, person_id=plan.person_id, place=place, **vars(step))
        for row, goal in zip(goals, data.goals, strict=True)
        for place, step in enumerate(goal.actions, start=1)
    )
    _write_measures(plan, data)
    # What was prefetched before is no longer so.
    plan.__dict__.pop("_prefetched_objects_cache", None)


def _write_measures(plan: Plan, data: PlanInput) -> None:
    steps = PlanAction.objects.filter(goal__plan=plan).order_by("-goal__place", "-place")
    by_words = {step.text: step for step in steps}  # of two with the same words, the first
    Mitigation.objects.bulk_create(
        Mitigation(
            plan=plan, person_id=plan.person_id, place=place, barrier=each.barrier,
            text=each.text, action=by_words.get(each.action),
        )
        for place, each in enumerate(data.measures, start=1)
    )  # fmt: skip
