"""Plan, its goals chosen by the person, and the actions that lead to them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import Tracked
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.people.enums import ConsentHow, MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.models import PersonFile
from arraigo.plans import triggers
from arraigo.plans.barriers.models import Mitigation
from arraigo.plans.catalogue.models import ModelGoal  # noqa: F401 -- part of this app
from arraigo.plans.enums import (
    ACTION_KINDS,
    SIGNED_STATES,
    STATE_KINDS,
    ActionState,
    Answer,
    Barrier,
    Horizon,
    Pathway,
    Responsible,
    State,
    Waiting,
)
from arraigo.plans.feasibility import obstacles
from arraigo.plans.querysets import PlanActionQuerySet, PlanQuerySet

_UNSIGNED = Q(state=State.DRAFT)


def _answer(words: Any) -> models.CharField[str, str]:
    return models.CharField(words, max_length=5, choices=Answer.choices, blank=True)


class Plan(Tracked):
    """A version of the person's plan. Signed, its content never changes: a trigger refuses it.

    `version` numbers the case's plans; `revision` counts the saves of a draft, so that whoever
    saves an older one is told so. `author` is whoever saved the draft last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="plans")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="plans")
    version = models.PositiveSmallIntegerField(_("versión"), editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(
        _("estado"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    pathway = models.CharField(_("camino"), max_length=16, choices=Pathway.choices, blank=True)
    situation = models.TextField(_("situación"), blank=True)
    barriers = ArrayField(
        models.CharField(max_length=12, choices=Barrier.choices), default=list, blank=True
    )
    mitigations = models.TextField(_("cómo resolverlas"), blank=True)
    feasibility = models.TextField(_("factibilidad"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    signed_how = models.CharField(max_length=10, choices=ConsentHow.choices, blank=True)
    signature = models.ForeignKey(
        PersonFile, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    witness_name = models.CharField(max_length=120, blank=True)
    agreed_on = models.DateField(_("acordado el"), null=True)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    review_comment = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("planes")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            triggers.signed_plan_stands(),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["agreed_at", "id"],
                name="plan_awaiting_review",
                condition=Q(state=State.AGREED, replaced_at=None),
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "version"],
                name="plan_version_once",
                violation_error_message=_("Esa versión del plan ya existe."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=SIGNED_STATES, replaced_at=None),
                name="one_plan_in_force_per_case",
                violation_error_message=_("El caso ya tiene un plan vigente."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=_UNSIGNED,
                name="one_plan_draft_per_case",
                violation_error_message=_("El caso ya tiene un borrador de plan."),
            ),
            models.CheckConstraint(
                name="plan_state_known",
                condition=Q(state__in=State.values),
                violation_error_message=_("El estado no existe."),
            ),
            models.CheckConstraint(
                name="plan_signed_whole",
                condition=Q(_UNSIGNED, signed_how="", agreed_on=None, agreed_at=None,
                            agreed_by=None, signature=None, replaced_at=None)
                | ~_UNSIGNED & ~Q(signed_how="") & ~Q(pathway="")
                & Q(agreed_on__isnull=False, agreed_at__isnull=False, agreed_by__isnull=False),
                violation_error_message=_("Un plan acordado dice quién lo firmó, cómo y cuándo."),
            ),
            models.CheckConstraint(
                name="plan_signature_kept",
                condition=~Q(signed_how=ConsentHow.SIGNATURE) | Q(signature__isnull=False),
                violation_error_message=_("Falta la firma."),
            ),
            models.CheckConstraint(
                name="plan_witness_named",
                condition=~Q(signed_how=ConsentHow.WITNESS) | ~Q(witness_name=""),
                violation_error_message=_("Escriba el nombre del testigo."),
            ),
            models.CheckConstraint(
                name="plan_sheet_witnessed",
                condition=~Q(signed_how=ConsentHow.PAPER) | Q(signature=None)
                | ~Q(witness_name=""),
                violation_error_message=_("Escriba el nombre del testigo."),
            ),
            models.CheckConstraint(
                name="plan_reviewed_whole",
                condition=Q(state__in=[State.DRAFT, State.AGREED], reviewed_by=None,
                            reviewed_at=None)
                | Q(state__in=[State.REVIEWED, State.RETURNED], reviewed_by__isnull=False,
                    reviewed_at__isnull=False),
                violation_error_message=_("Una revisión dice quién la hizo y cuándo."),
            ),
            models.CheckConstraint(
                name="plan_returned_with_comment",
                condition=~Q(state=State.RETURNED) | ~Q(review_comment=""),
                violation_error_message=_("Escriba qué hay que cambiar."),
            ),
            models.CheckConstraint(
                name="plan_never_reviewed_by_its_author",
                condition=Q(reviewed_by=None)
                | ~Q(reviewed_by=F("author")) & ~Q(reviewed_by=F("agreed_by")),
                violation_error_message=_("Nadie revisa su propio plan."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("plans:detail", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info, warn, stop or wait."""
        return STATE_KINDS[State(self.state)]

    @property
    def is_draft(self) -> bool:
        """Tell whether nobody has signed it yet."""
        return self.state == State.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Tell whether it is the plan the person follows now."""
        return not self.is_draft and self.replaced_at is None

    @property
    def barrier_labels(self) -> list[str]:
        """Return in words what may stand in the way."""
        return [str(Barrier(barrier).label) for barrier in self.barriers]

    @property
    def measures_by_barrier(self) -> list[tuple[str, list[Mitigation]]]:
        """Return each thing that may stand in the way, in words, and what will be done about it."""
        measures = list(self.measures.all())
        return [
            (str(Barrier(barrier).label), [each for each in measures if each.barrier == barrier])
            for barrier in self.barriers
        ]

    @property
    def unsolved(self) -> list[str]:
        """Return in words what may stand in the way and nothing is foreseen for.

        Nothing of a plan from when one text told of them all together.
        """
        if self.mitigations and not self.measures.all():
            return []
        return [label for label, measures in self.measures_by_barrier if not measures]


class Goal(Tracked):
    """Something the person wants to reach, and how soon."""

    deletable: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="goals")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    place = models.PositiveSmallIntegerField()
    horizon = models.CharField(_("plazo"), max_length=8, choices=Horizon.choices)
    text = models.CharField(_("meta"), max_length=300)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["place"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            *triggers.goals_stand(),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "place"], name="goal_once_per_place"),
            models.CheckConstraint(
                name="goal_says_what",
                condition=~Q(text=""),
                violation_error_message=_("Escriba la meta."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanAction(Tracked):
    """A step towards a goal: who does it, by when, with which service, and how far it is."""

    deletable: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, models.RESTRICT, related_name="actions")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(_("acción"), max_length=300)
    service = models.ForeignKey(
        Service, models.RESTRICT, null=True, related_name="+", verbose_name=_("servicio")
    )
    responsible = models.CharField(_("responsable"), max_length=10, choices=Responsible.choices)
    starts_on = models.DateField(_("empieza"), null=True)
    due_on = models.DateField(_("a más tardar"), null=True)
    cost = models.DecimalField(
        _("costo"), max_digits=10, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    award = models.ForeignKey(
        Award, models.RESTRICT, null=True, related_name="+", verbose_name=_("fondo")
    )
    is_offered = _answer(_("hay cupo o lo hay aquí"))
    is_eligible = _answer(_("cumple los requisitos"))
    is_reachable = _answer(_("puede llegar"))
    is_in_demand = _answer(_("aquí se busca o se vende"))
    waiting = models.CharField(_("espera"), max_length=5, choices=Waiting.choices, blank=True)
    risk = models.CharField(_("riesgo"), max_length=200, blank=True)
    state = models.CharField(
        _("estado"), max_length=10, choices=ActionState.choices, default=ActionState.PENDING
    )
    done_on = models.DateField(_("hecha el"), null=True)
    evidence = models.CharField(_("constancia o prueba"), max_length=200, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )

    objects = PlanActionQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["place"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            *triggers.actions_stand(),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["done_on"], condition=Q(state=ActionState.DONE), name="plan_action_done"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "place"], name="plan_action_once_per_place"),
            models.CheckConstraint(
                name="plan_action_says_what",
                condition=~Q(text=""),
                violation_error_message=_("Escriba la acción."),
            ),
            models.CheckConstraint(
                name="plan_action_due_after_start",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message=_("La acción no puede terminar antes de empezar."),
            ),
            models.CheckConstraint(
                name="plan_action_done_on_a_day",
                condition=Q(state=ActionState.DONE, done_on__isnull=False)
                | ~Q(state=ActionState.DONE) & Q(done_on=None),
                violation_error_message=_("Una acción hecha dice cuándo."),
            ),
            models.CheckConstraint(
                name="plan_action_cost_not_negative",
                condition=Q(cost=None) | Q(cost__gte=0),
                violation_error_message=_("El costo no puede ser negativo."),
            ),
            models.CheckConstraint(
                name="plan_action_feasibility_known",
                condition=Q(
                    is_offered__in=["", *Answer.values],
                    is_eligible__in=["", *Answer.values],
                    is_reachable__in=["", *Answer.values],
                    is_in_demand__in=["", *Answer.values],
                    waiting__in=["", *Waiting.values],
                ),
                violation_error_message=_("Esa respuesta no existe."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, wait or stop."""
        return ACTION_KINDS[ActionState(self.state)]

    @property
    def obstacles(self) -> list[str]:
        """Return in words what stands against it, or is not known yet."""
        return obstacles(self)

    @property
    def is_overdue(self) -> bool:
        """Tell whether it should have been done by now."""
        is_late = self.due_on is not None and self.due_on < clock.today()
        return is_late and self.state == ActionState.PENDING
