"""A model goal: what persons on one pathway often want, and the steps that usually lead there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core.models import Tracked, field_id
from arraigo.plans.enums import Horizon, Pathway

#: The most steps a model goal holds.
MOST_STEPS = 5


class ModelGoalQuerySet(models.QuerySet["ModelGoal"]):
    """Reads of model goals. They hold no person: whoever works with plans may read them."""

    def offered(self, pathway: str) -> ModelGoalQuerySet:
        """Return those offered on a pathway, in their order; on a combined one those of all."""
        standing = self.filter(is_retired=False)
        return standing if pathway == Pathway.COMBINED else standing.filter(pathway=pathway)


class ModelGoal(Tracked):
    """A goal and its steps, as a plan takes them. `steps` are `text`, `responsible` and `days`.

    `days` count from the day the plan is written to when the step should be done. `revision`
    counts the saves, so that whoever saves an older one is told so.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    pathway = models.CharField(_("camino"), max_length=16, choices=Pathway.choices)
    text = models.CharField(_("meta"), max_length=300)
    horizon = models.CharField(_("plazo"), max_length=8, choices=Horizon.choices)
    steps = models.JSONField(_("acciones"), default=list)
    is_retired = models.BooleanField(_("ya no se ofrece"), default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ModelGoalQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("meta modelo")
        verbose_name_plural = _("metas modelo")
        ordering: ClassVar[list[str]] = ["pathway", "horizon", "text"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pathway", "text"],
                name="one_model_goal_of_a_text",
                violation_error_message=_("Ese camino ya tiene una meta con esas palabras."),
            ),
            models.CheckConstraint(
                name="model_goal_says_what",
                condition=~Q(text="") & ~Q(steps=[]),
                violation_error_message=_("Escriba la meta y al menos una acción."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
