"""Mechanism, activity, who took part, and what was agreed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.coordination.enums import (
    COUNTED_EVIDENCE,
    ActivityEvidence,
    ActivityKind,
    Channel,
    MechanismKind,
)
from arraigo.coordination.errands.models import (  # noqa: F401 -- part of this app
    Errand,
    ErrandAnswer,
)
from arraigo.coordination.invitations.models import (  # noqa: F401 -- part of this app
    Invitation,
    PlannedActivity,
)
from arraigo.coordination.querysets import ActivityQuerySet, AgreementQuerySet, MechanismQuerySet
from arraigo.core import clock
from arraigo.core.models import Fact, Tracked, all_or_none, field_id
from arraigo.organizations.models import Award, Organization
from arraigo.territory.models import Office


class Mechanism(Tracked):
    """A table, commission, council or agreement an office takes part in, with its members."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="mechanisms")
    kind = models.CharField(_("tipo"), max_length=10, choices=MechanismKind.choices)
    name = models.CharField(_("nombre"), max_length=160)
    members = models.ManyToManyField(
        Organization, related_name="mechanisms", blank=True, verbose_name=_("quiénes participan")
    )
    is_active = models.BooleanField(_("activo"), default=True)

    objects = MechanismQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="mechanism_kind_known",
                condition=Q(kind__in=MechanismKind.values),
                violation_error_message=_("Escoja el tipo de la lista."),
            ),
            models.UniqueConstraint(
                "office",
                Lower("name"),
                name="mechanism_once_per_office",
                violation_error_message=_("La oficina ya tiene un mecanismo así llamado."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(Fact):
    """A meeting, an event or a communication of an office: one, however many took part."""

    office = models.ForeignKey(Office, models.RESTRICT, related_name="activities")
    kind = models.CharField(_("tipo"), max_length=12, choices=ActivityKind.choices)
    mechanism = models.ForeignKey(
        Mechanism, models.RESTRICT, null=True, related_name="activities",
        verbose_name=_("mecanismo"),
    )  # fmt: skip
    title = models.CharField(_("de qué fue"), max_length=160)
    place = models.CharField(_("lugar"), max_length=160, blank=True)
    channel = models.CharField(_("medio"), max_length=10, choices=Channel.choices, blank=True)
    reach = models.PositiveIntegerField(_("personas alcanzadas, estimado"), null=True)
    evidence = models.CharField(
        _("constancia"), max_length=8, choices=ActivityEvidence.choices,
        default=ActivityEvidence.NONE,
    )  # fmt: skip
    evidence_note = models.CharField(_("dónde está la constancia"), max_length=200, blank=True)
    award = models.ForeignKey(
        Award, models.RESTRICT, null=True, related_name="+", verbose_name=_("fondo")
    )

    objects = ActivityQuerySet.as_manager()

    class Meta(Fact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-occurred_on", "-id"], name="activity_office_date"),
            models.Index(fields=["-occurred_on", "-id"], name="activity_date"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="activity_kind_known",
                condition=Q(kind__in=ActivityKind.values),
                violation_error_message=_("Escoja el tipo de la lista."),
            ),
            models.CheckConstraint(
                name="activity_evidence_known",
                condition=Q(evidence__in=ActivityEvidence.values),
                violation_error_message=_("Diga qué constancia hay."),
            ),
            models.CheckConstraint(
                name="activity_channel_of_communication",
                condition=Q(kind=ActivityKind.COMMUNICATION, channel__in=Channel.values)
                | ~Q(kind=ActivityKind.COMMUNICATION) & Q(channel="", reach=None),
                violation_error_message=_("Una comunicación dice por qué medio salió."),
            ),
            models.UniqueConstraint(
                "office",
                "occurred_on",
                Lower("title"),
                condition=Q(annulled_at=None),
                name="activity_once",
                violation_error_message=_(
                    "Esa actividad ya está registrada: ábrala y anote que usted participó."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.kind}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("coordination:detail", args=[self.pk])

    @property
    def counts(self) -> bool:
        """Tell whether indicator 5 counts it: a meeting or event with minutes or list."""
        return (
            self.annulled_at is None
            and self.kind != ActivityKind.COMMUNICATION
            and self.evidence in COUNTED_EVIDENCE
        )


class Participation(Fact):
    """A user took part in an activity: one each (indicator 5, counting rules)."""

    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="participations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="participations"
    )

    class Meta(Fact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["activity", "user"],
                condition=Q(annulled_at=None),
                name="participation_once",
                violation_error_message=_("Ya está anotado que participó."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Agreement(Tracked):
    """Something agreed in an activity: who follows it up here, and by when."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="agreements")
    text = models.CharField(_("qué se acordó"), max_length=300)
    counterpart = models.CharField(_("institución que cumple"), max_length=160, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="agreements",
        verbose_name=_("quién le da seguimiento"),
    )  # fmt: skip
    due_on = models.DateField(_("para cuándo"))
    fulfilled_on = models.DateField(_("cumplido el"), null=True, editable=False)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )

    objects = AgreementQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["responsible", "due_on"],
                name="agreement_pending",
                condition=Q(fulfilled_on=None),
            ),
            models.Index(
                fields=["due_on", "id"], name="agreement_soonest", condition=Q(fulfilled_on=None)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="agreement_fulfilled_whole",
                condition=all_or_none("fulfilled_on", "fulfilled_by"),
                violation_error_message=_("Falta quién lo dio por cumplido o cuándo."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_overdue(self) -> bool:
        """Tell whether its day has passed and it is not fulfilled."""
        return self.fulfilled_on is None and self.due_on < clock.today()
