"""Copies of files that were handed over, and erasures: asked for by one, confirmed by another."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, field_id
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.rights.enums import CopyFormat, ErasureReason, ErasureState, Identified
from arraigo.rights.retention.models import (  # noqa: F401 -- the application's models
    LegalHold,
    RetentionBatch,
    RetentionItem,
    RetentionRule,
    RetentionRun,
)
from arraigo.rights.risk.models import RiskDisclosure  # noqa: F401 -- the application's model


class FileCopy(AppendOnly):
    """The person got a copy of her file, after she showed who she is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    format = models.CharField(max_length=4, choices=CopyFormat.choices)
    identified_how = models.CharField(max_length=10, choices=Identified.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.pk)


class Erasure(Tracked):
    """A request to erase a person's data, and what became of it.

    What was counted stays counted: her row remains under its bare id, without her name.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.REQUESTED
    )
    reason = models.CharField(_("por qué"), max_length=10, choices=ErasureReason.choices)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="erasure_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                violation_error_message=_("Lo confirma una persona distinta de quien lo pidió."),
            ),
            models.CheckConstraint(
                name="erasure_decided_whole",
                condition=Q(state=ErasureState.REQUESTED, decided_by=None, decided_at=None)
                | ~Q(state=ErasureState.REQUESTED)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_only_confirmed",
                condition=Q(erased_at=None) | Q(state=ErasureState.CONFIRMED),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state=ErasureState.REFUSED),
                name="erasure_once",
                violation_error_message=_("El borrado ya está pedido."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
