"""What phones deliver: kept as it came, sealed, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Labelled, user_key
from arraigo.field.enums import SUBMISSION_KINDS, Problem, StepName, SubmissionState
from arraigo.field.models.devices import Device
from arraigo.field.models.forms import XFormVersion
from arraigo.field.querysets import SubmissionQuerySet
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office

_AS_IT_CAME = (
    "id", "instance_id", "sha256", "original_id", "form_id", "version_text", "device_id",
    "sent_by_id", "office_id", "received_at", "wrapped", "sealed",
)  # fmt: skip


def _kept() -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of what came; erasure runs as the owner."""
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _AS_IT_CAME)
    refuse = "RAISE EXCEPTION 'arraigo: una entrega no cambia' USING ERRCODE = '23514';"
    return pgtrigger.Trigger(
        name="kept",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN {refuse} END IF; RETURN NEW;",
    )


class Submission(Labelled):
    """One delivered interview. What came is sealed with a key of its own and never changes.

    The same interview (`instance_id`) with the same content is one row, however often it comes;
    with other content it is a row beside its `original`, for a person to decide. `answers` holds
    in the open what no column of another room took, never of a form of class C.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance_id = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    original = models.ForeignKey("self", models.RESTRICT, null=True, related_name="copies")
    form_id = models.CharField(max_length=64)
    version_text = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(XFormVersion, models.RESTRICT, null=True, related_name="+")
    device = models.ForeignKey(Device, models.RESTRICT, null=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    received_at = models.DateTimeField(default=clock.now)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    state = models.CharField(max_length=12, choices=SubmissionState.choices)
    problem = models.CharField(max_length=16, choices=Problem.choices, blank=True)
    details = models.JSONField(
        default=list, help_text="What is wrong, for people: [question or empty, words]"
    )
    doubts = models.JSONField(default=list, help_text="[path, rule] that an answer breaks")
    waits_for = models.UUIDField(null=True)
    born_id = models.UUIDField(null=True, help_text="The id the phone gave to the case it made")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.RESTRICT, null=True, related_name="+")
    data_class = models.CharField(max_length=1, choices=DataClass.choices)
    answers = models.JSONField(
        default=dict, help_text="{name: [answer, question in words, answer in words]}"
    )
    aside_reason = models.CharField(max_length=300, blank=True)
    handled_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrega")
        verbose_name_plural = _("entregas")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [_kept()]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-received_at", "id"], name="submission_latest"),
            models.Index(fields=["sent_by", "-received_at", "id"], name="submission_sender"),
            models.Index(fields=["person", "-received_at"], name="submission_person"),
            models.Index(
                fields=["waits_for"],
                name="submission_waiting",
                condition=Q(state=SubmissionState.WAITING),
            ),
            models.Index(
                fields=["born_id"], name="submission_born", condition=Q(born_id__isnull=False)
            ),
            models.Index(
                fields=["state", "received_at"],
                name="submission_unsettled",
                condition=~Q(state__in=[SubmissionState.DONE, SubmissionState.SET_ASIDE]),
            ),
            GinIndex(fields=["answers"], name="submission_answers", opclasses=["jsonb_path_ops"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["instance_id"], condition=Q(original=None), name="submission_once"
            ),
            models.UniqueConstraint(fields=["instance_id", "sha256"], name="submission_same_once"),
            models.CheckConstraint(
                name="submission_state_known", condition=Q(state__in=SubmissionState.values)
            ),
            models.CheckConstraint(
                name="submission_waits_for_something",
                condition=~Q(state=SubmissionState.WAITING) | Q(waits_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("field:submission", args=[self.pk])

    @property
    def receipt(self) -> str:
        """Return the number that both sides can make from what was sent: "3F9A-12BC"."""
        return receipt_of(self.sha256)

    @property
    def state_kind(self) -> str:
        """Return how its state is marked on screen."""
        return SUBMISSION_KINDS[SubmissionState(self.state)]

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to do about it."""
        return self.state in {SubmissionState.DONE, SubmissionState.SET_ASIDE}

    @property
    def title(self) -> str:
        """Return the name of its form."""
        return self.version.form.title if self.version else self.form_id


def receipt_of(sha256: str) -> str:
    """Return the receipt of a content by its SHA-256."""
    return f"{sha256[:4]}-{sha256[4:8]}".upper()


class SubmissionFile(AppendOnly):
    """A file that came with an interview, sealed on the disk with the interview's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.RESTRICT, related_name="files")
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission", "name", "sha256"], name="submission_file_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SubmissionStep(AppendOnly):
    """What happened to a delivery, when, and by whom (nobody: the server itself)."""

    submission = models.ForeignKey(Submission, models.RESTRICT, related_name="steps")
    name = models.CharField(max_length=12, choices=StepName.choices)
    problem = models.CharField(max_length=16, choices=Problem.choices, blank=True)
    by = user_key(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}"

    @property
    def kind(self) -> str:
        """Return how the step is marked on screen."""
        kinds: dict[Any, str] = {StepName.APPLIED: "ok", StepName.STOPPED: "warn"}
        return kinds.get(self.name, "info")
