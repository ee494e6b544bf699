"""Writing the model goals."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core.transitions import Outdated, Refused
from arraigo.plans.catalogue.models import ModelGoal


@dataclass(frozen=True)
class ModelGoalInput:
    """A model goal as it was written; each step has `text`, `responsible` and `days`."""

    pathway: str
    text: str
    horizon: str
    steps: list[dict[str, Any]]
    is_retired: bool = False


@transaction.atomic
def save_model_goal(*, id: uuid.UUID, data: ModelGoalInput, revision: int) -> ModelGoal:
    """Write a model goal as opened at `revision` (0: it is new) and return it. Twice is once.

    Plans already written keep their words. Raises `Outdated` when somebody changed it meanwhile,
    and `Refused` without steps, or when the pathway has another goal of the same words.
    """
    if not data.steps:
        raise Refused(_("Escriba al menos una acción."))
    standing = ModelGoal.objects.select_for_update().filter(pk=id).first()
    told = asdict(data)
    if standing is None:
        return _written(ModelGoal(pk=id, **told))
    if all(getattr(standing, name) == value for name, value in told.items()):
        return standing
    if standing.revision != revision:
        raise Outdated
    for name, value in told.items():
        setattr(standing, name, value)
    standing.revision += 1
    return _written(standing)


def _written(goal: ModelGoal) -> ModelGoal:
    try:
        with transaction.atomic():
            goal.save()
    except IntegrityError as error:
        raise Refused(_("Ese camino ya tiene una meta con esas palabras.")) from error
    return goal
