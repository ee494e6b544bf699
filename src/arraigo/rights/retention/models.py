"""The rules, what each night found, the batches, and the holds no batch goes past."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arraigo.casework.enums import DataClass
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.rights.retention.enums import (
    DECIDED,
    BatchState,
    Deed,
    Kind,
    Outcome,
    Unit,
)

OPEN = (BatchState.PROPOSED, BatchState.ASKED, BatchState.CONFIRMED)


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    """Reads of rules."""

    def in_force(self, on: date) -> dict[str, RetentionRule]:
        """Return the version of each kind's rule that counts on a day, by kind."""
        begun = self.filter(valid_from__lte=on).order_by("kind", "-valid_from", "-version")
        return {rule.kind: rule for rule in begun.distinct("kind")}


class RetentionRule(AppendOnly):
    """How long a kind of data is kept, and what is then done: one version, never changed."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    data_class = models.CharField(max_length=1, choices=DataClass.choices)
    amount = models.PositiveSmallIntegerField(_("cuánto tiempo"), null=True)
    unit = models.CharField(max_length=6, choices=Unit.choices, blank=True)
    deed = models.CharField(max_length=10, choices=Deed.choices)
    source = models.CharField(_("por qué ese tiempo"), max_length=400)
    valid_from = models.DateField(_("vale desde"))
    made_by = user_key(null=True)
    made_at = models.DateTimeField(default=clock.now)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "version"],
                name="retention_version_once",
                violation_error_message=_("Alguien más cambió esta regla. Revise cómo está."),
            ),
            models.CheckConstraint(
                name="retention_lasts",
                condition=Q(deed=Deed.KEEP, amount=None, unit="")
                | ~Q(deed=Deed.KEEP) & Q(amount__gt=0) & ~Q(unit=""),
                violation_error_message=_("Escriba un tiempo mayor que cero."),
            ),
            models.CheckConstraint(
                name="retention_says_why",
                condition=~Q(source=""),
                violation_error_message=_("Escriba por qué ese tiempo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    @property
    def lasts(self) -> str:
        """Return the time in words, such as «60 meses»; empty for what is kept for ever."""
        if self.amount is None:
            return ""
        if self.unit == Unit.DAYS:
            words = ngettext("%(amount)d día", "%(amount)d días", self.amount)
        else:
            words = ngettext("%(amount)d mes", "%(amount)d meses", self.amount)
        return words % {"amount": self.amount}

    @property
    def is_decided(self) -> bool:
        """Tell whether two people decide about what is due."""
        return self.kind in DECIDED


class RetentionRun(AppendOnly):
    """What the job found and did about one rule: `due` waits for a decision, `held` is kept.

    `since` is the oldest day on which something that waits was due; `done` went at once.
    """

    id = models.BigAutoField(primary_key=True)
    rule = models.ForeignKey(RetentionRule, models.RESTRICT, related_name="runs")
    ran_at = models.DateTimeField(default=clock.now)
    due = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rule", "-ran_at"], name="retention_last_run")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.ran_at:%Y-%m-%d}"


class RetentionBatch(Tracked):
    """Files whose time has come, for two people to decide about."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    rule = models.ForeignKey(RetentionRule, models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PROPOSED)
    made_at = models.DateTimeField(default=clock.now)
    asked_by = user_key(null=True)
    asked_at = models.DateTimeField(null=True)
    decided_by = user_key(null=True)
    decided_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=OPEN), name="retention_one_batch_at_a_time"
            ),
            models.CheckConstraint(
                name="retention_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Lo confirma una persona distinta de quien lo pidió."),
            ),
            models.CheckConstraint(
                name="retention_decided_whole",
                condition=Q(
                    state=BatchState.PROPOSED, asked_by=None, asked_at=None, decided_by=None
                )
                | Q(state=BatchState.ASKED, asked_by__isnull=False, decided_by=None)
                | Q(
                    state__in=[BatchState.CONFIRMED, BatchState.DONE],
                    asked_by__isnull=False,
                    asked_at__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RetentionItem(models.Model):
    """One file of a batch: since when it was due, and what became of it. A bare id."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(RetentionBatch, models.RESTRICT, related_name="items")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    since = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "person"], name="retention_item_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LegalHold(models.Model):
    """«Retención por proceso»: this file is not to be erased while it stands.

    A court, an audit or a complaint may need it; which of them, and who asked, is told to nobody
    but whoever placed it, because a hold must not betray a complaint. It is therefore not
    `Tracked`: the history of a person's rows is readable to her office.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    reason = models.CharField(_("por qué"), max_length=300)
    placed_by = user_key()
    placed_at = models.DateTimeField(default=clock.now)
    lifted_by = user_key(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "placed_by"],
                condition=Q(lifted_at=None),
                name="hold_once_each",
            ),
            models.CheckConstraint(name="hold_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_lifted_whole",
                condition=all_or_none("lifted_by", "lifted_at"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
