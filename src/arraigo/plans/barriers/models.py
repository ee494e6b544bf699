"""What will be done about one thing that may stand in the way."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core.models import Tracked
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.plans import triggers
from arraigo.plans.enums import Barrier


class Mitigation(Tracked):
    """Part of a plan's version: a barrier, what will be done about it, and perhaps which step is.

    Signed with the plan, it never changes: its triggers refuse it.
    """

    deletable: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", models.RESTRICT, related_name="measures")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    place = models.PositiveSmallIntegerField()
    barrier = models.CharField(_("lo que puede estorbar"), max_length=12, choices=Barrier.choices)
    text = models.CharField(_("qué se hará"), max_length=300)
    action = models.ForeignKey(
        "plans.PlanAction", models.RESTRICT, null=True, related_name="mitigates",
        verbose_name=_("acción del plan"),
    )  # fmt: skip

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["place"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            *triggers.goals_stand(),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "place"], name="mitigation_once_per_place"),
            models.CheckConstraint(
                name="mitigation_says_what",
                condition=~Q(text=""),
                violation_error_message=_("Escriba qué se hará."),
            ),
            models.CheckConstraint(
                name="mitigation_of_a_known_barrier",
                condition=Q(barrier__in=Barrier.values),
                violation_error_message=_("Eso no está en la lista."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
