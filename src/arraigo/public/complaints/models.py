"""Complaint, its key, and what the focal point did with it.

Neither is `Tracked`: the history of rows without a person is readable, and nothing of a
complaint may be. `ComplaintEvent` is its own ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import AppendOnly, field_id
from arraigo.public.complaints.enums import (
    ACKNOWLEDGED_WITHIN,
    STATE_KINDS,
    ComplaintChannel,
    ComplaintState,
    Step,
)
from arraigo.public.complaints.receipts import grouped


class Complaint(models.Model):
    """What somebody told, sealed. `receipt_hash` stands for the number and key she was given."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    number = models.CharField(_("número"), max_length=12, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    channel = models.CharField(
        _("cómo llegó"), max_length=10, choices=ComplaintChannel.choices,
        default=ComplaintChannel.PAGE,
    )  # fmt: skip
    sealed = models.BinaryField()
    state = models.CharField(
        _("estado"), max_length=12, choices=ComplaintState.choices,
        default=ComplaintState.RECEIVED,
    )  # fmt: skip
    received_at = models.DateTimeField(default=clock.now, editable=False)
    acknowledged_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("queja")
        verbose_name_plural = _("quejas")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-received_at", "-id"], name="complaint_received")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="complaint_state_and_moments",
                condition=Q(state=ComplaintState.RECEIVED, acknowledged_at=None, closed_at=None)
                | Q(
                    state=ComplaintState.IN_ATTENTION,
                    acknowledged_at__isnull=False,
                    closed_at=None,
                )
                | Q(
                    state=ComplaintState.CLOSED,
                    acknowledged_at__isnull=False,
                    closed_at__isnull=False,
                ),
                violation_error_message=_("Falta cuándo se dio acuse o se cerró."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page, for the focal point."""
        return reverse("complaints:detail", args=[self.pk])

    @property
    def shown_number(self) -> str:
        """Return the number as its receipt shows it."""
        return grouped(self.number)

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info or warn."""
        return STATE_KINDS[ComplaintState(self.state)]

    @property
    def acknowledge_by(self) -> datetime:
        """Return the moment by which whoever complained should hear back."""
        return self.received_at + ACKNOWLEDGED_WITHIN

    @property
    def time_left(self) -> timedelta:
        """Return what is left of the 24 hours; negative once they are over."""
        return self.acknowledge_by - clock.now()

    @property
    def is_late(self) -> bool:
        """Tell whether the 24 hours passed without, or before, the acknowledgement."""
        return (self.acknowledged_at or clock.now()) > self.acknowledge_by


class ComplaintKey(AppendOnly):
    """The complaint's own key, wrapped by the master key; backed up apart from what it opens."""

    complaint = models.OneToOneField(
        Complaint, models.RESTRICT, primary_key=True, related_name="key"
    )
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class ComplaintEvent(AppendOnly):
    """One step of a complaint, or one reading of it: who and when. A ledger; the note is sealed."""

    id = models.BigAutoField(primary_key=True)
    complaint = models.ForeignKey(Complaint, models.RESTRICT, related_name="events")
    name = models.CharField(max_length=10, choices=Step.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sealed_note = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}"
