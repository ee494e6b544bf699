"""What is due, and where each case stands."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import CasePriority, DueKind
from arraigo.casework.models.case import Case
from arraigo.casework.querysets import DueQuerySet
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, field_id
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office


class Due(Tracked):
    """Something to do by a day. Without a case it belongs to the office (an agreement).

    `original_on` never changes: what was on time is judged by it, however often the day moves.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, null=True, related_name="dues")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, null=True, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="dues"
    )
    kind = models.CharField(max_length=16, choices=DueKind.choices)
    title = models.CharField(max_length=200)
    due_on = models.DateField(_("fecha"))
    original_on = models.DateField(editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_on = models.DateField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    source_table = models.CharField(max_length=63)
    source_id = models.UUIDField(default=uuid.uuid4)
    slot = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = DueQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["assigned_to", "due_on"],
                name="due_of_user",
                condition=Q(done_at=None, cancelled_at=None),
            ),
            models.Index(
                fields=["office", "due_on"],
                name="due_of_office",
                condition=Q(done_at=None, cancelled_at=None),
            ),
            models.Index(fields=["case", "due_on"], name="due_of_case"),
            models.Index(
                fields=["original_on"],
                name="due_follow_up_original",
                condition=Q(kind=DueKind.FOLLOW_UP),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="due_soonest",
                condition=Q(done_at=None, cancelled_at=None),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source_table", "source_id", "kind", "slot"],
                condition=Q(done_at=None, cancelled_at=None),
                name="one_open_due_per_source",
                violation_error_message=_("Esto ya está en la agenda."),
            ),
            models.CheckConstraint(
                name="due_person_with_case",
                condition=all_or_none("case", "person"),
            ),
            models.CheckConstraint(
                name="due_ends_once",
                condition=Q(done_at=None) | Q(cancelled_at=None),
                violation_error_message=_("Lo hecho no se puede cancelar."),
            ),
            models.CheckConstraint(
                name="due_done_whole",
                condition=all_or_none("done_at", "done_on"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.done_at is None and self.cancelled_at is None

    @property
    def is_overdue(self) -> bool:
        """Tell whether its day has passed and it is still to be done."""
        return self.is_open and self.due_on < clock.today()


class CaseState(models.Model):
    """Where a case stands, computed from its milestones by `casework_recompute_state`.

    Nobody types it, and it may be thrown away and rebuilt (`arraigo doctor --ledger`).
    """

    case = models.OneToOneField(Case, models.RESTRICT, primary_key=True, related_name="state")
    person = PersonForeignKey(on_merge=MergeRule.RULE, related_name="+")
    step = models.PositiveSmallIntegerField(_("paso"))
    missing = ArrayField(models.CharField(max_length=40), default=list)
    next_due_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    priority = models.CharField(
        _("prioridad"), max_length=8, choices=CasePriority.choices, blank=True
    )
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["step", "priority"], name="state_step_priority"),
            models.Index(
                fields=["next_due_on"],
                name="state_next_due",
                condition=Q(next_due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"

    @property
    def is_overdue(self) -> bool:
        """Tell whether something of the case should have been done before today."""
        return self.next_due_on is not None and self.next_due_on < clock.today()
