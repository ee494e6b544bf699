"""Case, its timeline, and the services delivered in it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.casework.enums import (
    CasePriority,
    DataClass,
    Directness,
    EventKind,
    EvidenceStatus,
    Source,
)
from arraigo.casework.models.protocol import ProtocolVersion, version_in_force
from arraigo.casework.querysets import CaseQuerySet, DeliveryQuerySet
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Fact, Tracked, user_key
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office

#: A case follows a protocol that was published and whose first day has come.
_PUBLISHED_ONLY = pgtrigger.Trigger(
    name="protocol_published", level=pgtrigger.Row, when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("protocol_id"),
    func="""
    IF NOT EXISTS (SELECT FROM casework_protocolversion
                   WHERE id = NEW.protocol_id AND published_at IS NOT NULL
                   AND valid_from <= core_today() FOR SHARE) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'case_protocol_published',
            MESSAGE = 'case_protocol_published';
    END IF;
    RETURN NEW;
    """,
)  # fmt: skip


class CaseCounter(models.Model):
    """The last case number of an office in a year."""

    pk = models.CompositePrimaryKey("office_id", "year")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}: {self.last}"


class Case(Tracked):
    """The work with one person, from its opening to its closure. Its step is never typed in.

    `continued_in`: two files were merged, and the other open case goes on in this one's place.
    `in_office_since`: the day another office received it; empty where it was opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.RULE, related_name="cases")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="cases")
    code = models.CharField(_("código"), max_length=24, unique=True, editable=False)
    source = models.CharField(_("cómo se identificó"), max_length=16, choices=Source.choices)
    opened_on = models.DateField(_("abierto el"), default=clock.today)
    closed_on = models.DateField(_("cerrado el"), null=True, blank=True)
    in_office_since = models.DateField(
        _("en la oficina desde"), null=True, blank=True, editable=False
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )
    protocol = models.ForeignKey(
        ProtocolVersion, models.RESTRICT, default=version_in_force, editable=False, related_name="+"
    )
    priority = models.CharField(
        _("prioridad"), max_length=8, choices=CasePriority.choices, blank=True, default=""
    )
    continued_in = models.ForeignKey(
        "self", models.RESTRICT, null=True, editable=False, related_name="continues"
    )

    objects = CaseQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-opened_on", "id"], name="case_office_opened"),
            models.Index(fields=["-opened_on", "-id"], name="case_newest"),
            # What is counted and drawn of the open ones, one in ten, without reading their rows.
            models.Index(
                fields=["id"],
                include=["protocol", "office", "person"],
                name="case_open",
                condition=Q(closed_on=None),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*Tracked.Meta.triggers, _PUBLISHED_ONLY]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on=None),
                name="one_open_case_per_person",
                violation_error_message=_("Esta persona ya tiene un caso abierto."),
            ),
            models.CheckConstraint(
                name="case_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                violation_error_message=_("El cierre no puede ser anterior a la apertura."),
            ),
            models.CheckConstraint(
                name="case_continued_is_closed",
                condition=Q(continued_in=None) | Q(closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def is_worked_by(self, user: Any) -> bool:
        """Tell whether it is of an office of `user`, or she works with those of all."""
        return Role.NATIONAL_OFFICER in user.roles or self.office_id in user.office_ids

    @property
    def step_name(self) -> str:
        """Return the name of the step it is in, such as «2. Plan»."""
        number = self.state.step
        return f"{number}. {self.protocol.step(number)['name']}"


class BestInterests(AppendOnly):
    """Why a case is what serves an adolescent best, as her guardian and the promotor saw it.

    Protection data (class C): it stays in the file and goes nowhere else.
    """

    case = models.OneToOneField(Case, models.RESTRICT, related_name="best_interests")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    text = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="best_interests_told", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reassignment(Tracked):
    """Several cases given to another manager at once, so that it may be taken back whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    done_by = user_key()
    done_at = models.DateTimeField(default=clock.now, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class CaseAssignment(Tracked):
    """Who manages the case, from when to when."""

    case = models.ForeignKey(Case, models.RESTRICT, related_name="assignments")
    person = PersonForeignKey(on_merge=MergeRule.RULE, related_name="+")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    within = models.ForeignKey(
        Reassignment, models.RESTRICT, null=True, related_name="assignments", editable=False
    )

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None), name="one_manager_per_case"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CaseEvent(AppendOnly):
    """One line of the case's timeline, written by the room where it happened."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="events")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    source_table = models.CharField(max_length=63)
    source_id = models.UUIDField()
    summary = models.CharField(max_length=300, blank=True)
    data_class = models.CharField(
        max_length=1, choices=DataClass.choices, default=DataClass.PERSONAL
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-occurred_on", "-id"], name="event_timeline"),
            models.Index(fields=["source_id"], name="event_source"),
            BrinIndex(fields=["recorded_at"], name="event_recorded", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.kind}"


class ServiceDelivery(Fact):
    """What was delivered to the person, when, by whom, funded by which award, and the proof.

    The hinge between case work and indicators: referrals, training, counselling and events all
    leave deliveries here.
    """

    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="deliveries")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="deliveries")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    service = models.ForeignKey(Service, models.RESTRICT, related_name="+")
    award = models.ForeignKey(
        Award, models.RESTRICT, null=True, related_name="+", verbose_name=_("fondo")
    )
    directness = models.CharField(
        _("forma"), max_length=12, choices=Directness.choices, default=Directness.FACILITATED
    )
    evidence_status = models.CharField(
        max_length=10, choices=EvidenceStatus.choices, default=EvidenceStatus.DECLARED
    )
    evidence_note = models.CharField(_("constancia o prueba"), max_length=200, blank=True)
    source_table = models.CharField(max_length=63)
    source_id = models.UUIDField()

    objects = DeliveryQuerySet.as_manager()

    class Meta(Fact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "occurred_on"], name="delivery_office_date"),
            models.Index(fields=["person", "occurred_on"], name="delivery_person_date"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["source_table", "source_id"],
                condition=Q(annulled_at=None),
                name="one_delivery_per_source",
                violation_error_message=_("Esta entrega ya está registrada."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
