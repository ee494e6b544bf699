"""Learnt parameters, runs of the bulk linkage, and the keys by which candidates are found."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import AppendOnly


class LinkageModel(AppendOnly):
    """A version of the parameters, learnt from the registry itself; the newest is in force."""

    version = models.CharField(max_length=40, unique=True)
    parameters = models.JSONField()
    learnt_from = models.CharField(max_length=120)
    records = models.PositiveIntegerField()
    learnt_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.version


class RunState(models.TextChoices):
    """Where a run of the bulk linkage stands."""

    RUNNING = "running", _("En marcha")
    DONE = "done", _("Terminada")
    FAILED = "failed", _("Se detuvo")


class LinkageRun(models.Model):
    """One comparison of the whole registry. It holds numbers only, no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    model_version = models.CharField(max_length=40, blank=True)
    records = models.PositiveIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    parts_done = models.PositiveSmallIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    pairs_done = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RunState.RUNNING),
                name="one_linkage_at_a_time",
                violation_error_message=_("Ya hay una comparación en marcha."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def progress(self) -> int:
        """Return how much is done, in percent: a tenth each for reading and learning."""
        if self.state == RunState.DONE:
            return 100
        read, learnt = 10 * bool(self.records), 10 * bool(self.parts)
        linked = 60 * self.parts_done // self.parts if self.parts else 0
        return read + learnt + linked + (20 * self.pairs_done // self.pairs if self.pairs else 0)


class LinkageKey(models.Model):
    """What two files must share to be compared: the HMAC of one block's values, no readable name.

    Like the search keys it carries no policy: files found through it are read by id under theirs.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.key)
