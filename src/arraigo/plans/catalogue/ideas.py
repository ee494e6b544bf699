"""The goals offered while a plan is written: the pathway's own, and what the assessments say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.plans.catalogue.models import ModelGoal
from arraigo.plans.enums import Horizon
from arraigo.plans.inputs import ActionInput, GoalInput
from arraigo.profiling.assessments.reading import suggested_goals


@dataclass(frozen=True)
class Idea:
    """A goal that may be taken over, why it is offered, and the key of its button."""

    key: str
    why: str
    goal: GoalInput
    is_provisional: bool = False


def of_assessments(case: Case, user: Any) -> list[Idea]:
    """Return the goals that low dimensions of the person's assessments suggest."""
    return [
        Idea(
            key=f"sugerida-{each.code}",
            why=_("La evaluación sugiere trabajar: %(what)s") % {"what": each.dimension},
            goal=GoalInput(text=each.goal, horizon=Horizon.SHORT),
            is_provisional=each.is_provisional,
        )
        for each in suggested_goals(case, user)
    ]


def of_pathway(pathway: str) -> list[Idea]:
    """Return the model goals of a pathway, their steps due from today on; none without one."""
    if not pathway:
        return []
    return [
        Idea(f"modelo-{each.pk}", each.get_pathway_display(), _goal(each))
        for each in ModelGoal.objects.offered(pathway)
    ]


def _goal(model: ModelGoal) -> GoalInput:
    steps = tuple(
        ActionInput(
            text=step["text"],
            responsible=step["responsible"],
            due_on=clock.today() + timedelta(days=step["days"]),
        )
        for step in model.steps
    )
    return GoalInput(text=model.text, horizon=model.horizon, actions=steps)
