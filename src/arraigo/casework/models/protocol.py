"""The protocol as data: a version is a document that cases begin with and keep."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Final

import pgtrigger
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import Tracked, user_key
from arraigo.territory.models import Office

#: What versions say that were written before these dates could be: when a placement is asked
#: about (days after it began; indicator 7), and how long before a paper expires one is reminded.
RETENTION_DAYS: Final = (30, 90, 180)
DOCUMENT_DAYS: Final = 30

#: What is published is never rewritten; until its first day, when no case has it yet, it may be
#: taken back whole.
_KEPT = """
IF OLD.published_at IS NOT NULL AND NEW.published_at IS NOT NULL
   AND (OLD.document, OLD.title, OLD.valid_from) IS DISTINCT FROM
       (NEW.document, NEW.title, NEW.valid_from) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'protocol_published_stays',
        MESSAGE = 'protocol_published_stays';
END IF;
IF OLD.published_at IS NOT NULL AND NEW.published_at IS NULL
   AND OLD.valid_from <= core_today() THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'protocol_in_use_stays',
        MESSAGE = 'protocol_in_use_stays';
END IF;
RETURN NEW;
"""


def version_in_force() -> int:
    """Return the protocol version that a case opened today begins with."""
    return ProtocolVersion.objects.in_force().pk


class ProtocolVersionManager(models.Manager["ProtocolVersion"]):
    """Reads of protocol versions."""

    def in_force(self) -> ProtocolVersion:
        """Return the latest published version valid today (Guatemala)."""
        return self.published().filter(valid_from__lte=clock.today()).latest("valid_from", "pk")

    def published(self) -> models.QuerySet[ProtocolVersion]:
        """Return the versions that are no draft."""
        return self.filter(published_at__isnull=False)

    def draft(self) -> ProtocolVersion | None:
        """Return the version being written, or None; there is never more than one."""
        return self.filter(published_at=None).first()


class ProtocolVersion(Tracked):
    """One version of the case-management protocol.

    The document names milestone kinds (`EventKind`), never tables: `steps` with the `checks`
    that complete each (any of its `kinds`) and the kinds that enter it at once (`entered_by`),
    `undone_by` (kind → kinds that undo it), `contacts`, `follow_ups` (days by priority),
    `retention_days`, `document_days`, `unreachable`, and the lists a person chooses from. A check
    may bring words of its own (`label`); an entry of a list that is `retired` keeps its words and
    is chosen no more.
    """

    id = models.PositiveSmallIntegerField(_("versión"), primary_key=True)
    title = models.CharField(_("título"), max_length=120)
    document = models.JSONField(_("documento"))
    valid_from = models.DateField(_("vigente desde"))
    note = models.CharField(_("qué cambia"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = user_key(null=True)

    objects = ProtocolVersionManager()

    class Meta(Tracked.Meta):
        verbose_name = _("versión del protocolo")
        verbose_name_plural = _("versiones del protocolo")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="protocol_has_steps",
                condition=models.Q(document__has_keys=["steps", "undone_by", "follow_ups"]),
                violation_error_message=_("Al protocolo le faltan los pasos."),
            ),
            models.UniqueConstraint(
                name="one_protocol_draft",
                fields=["published_at"],
                condition=models.Q(published_at=None),
                nulls_distinct=False,
                violation_error_message=_("Ya hay un borrador del protocolo."),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="published_stays", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Update, func=_KEPT,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk}"

    def step(self, number: int) -> dict[str, Any]:
        """Return one step of the document. Raises KeyError for a number it does not have."""
        for step in self.document["steps"]:
            if step["number"] == number:
                found: dict[str, Any] = step
                return found
        raise KeyError(number)

    def days_late(self, opened_on: date, step: int, missing: list[str]) -> int:
        """Return for how many days an open case has been beyond the deadline of its step."""
        deadline = self.step(step).get("deadline_days")
        if deadline is None or not missing:
            return 0
        return max(0, (clock.today() - (opened_on + timedelta(days=deadline))).days)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Return a list of the document (`reasons`, `results`, `outcomes`…) as choices."""
        return [
            (entry["code"], gettext(entry["label"]))
            for entry in self.document[name]
            if not entry.get("retired")
        ]

    def label(self, name: str, code: str) -> str:
        """Return the words for a code of one of the lists; the code itself if it is unknown."""
        words = {entry["code"]: entry["label"] for entry in self.document[name]}
        return gettext(words[code]) if code in words else code

    def check_of(self, task: str) -> dict[str, Any]:
        """Return the check whose task it is: `kinds` and perhaps `label`; empty if it has none."""
        every = (check for step in self.document["steps"] for check in step["checks"])
        return next((check for check in every if check["task"] == task), {})

    def follow_up_days(self, priority: str) -> list[int]:
        """Return the days after the plan on which a follow-up is due, for a priority."""
        days: dict[str, list[int]] = self.document["follow_ups"]
        return days.get(priority) or days["default"]

    @property
    def retention_days(self) -> list[int]:
        """Return the days after a placement began on which one asks if it lasts, in order."""
        return list(self.document.get("retention_days", RETENTION_DAYS))

    @property
    def document_days(self) -> int:
        """Return how many days before a paper expires one is reminded of it."""
        days: int = self.document.get("document_days", DOCUMENT_DAYS)
        return days

    @property
    def calendar(self) -> dict[str, Any]:
        """Return all that says when something is due, by the keys of the document."""
        return {
            "follow_ups": self.document["follow_ups"],
            "retention_days": self.retention_days,
            "document_days": self.document_days,
        }

    @property
    def on_time(self) -> timedelta:
        """Return how far from its date a follow-up still counts as on time."""
        return timedelta(days=self.document["on_time_days"])


class ProtocolMove(Tracked):
    """Open cases on their way to another version: asked once, done in parts by a job.

    Without an office it is those of all. `moved` counts what was done so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ProtocolVersion, models.RESTRICT, related_name="moves")
    office = models.ForeignKey(Office, models.RESTRICT, null=True, related_name="+")
    asked_by = user_key()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    moved = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_protocol_move_at_a_time",
                fields=["finished_at"],
                condition=models.Q(finished_at=None),
                nulls_distinct=False,
                violation_error_message=_("Ya se están pasando casos. Espere a que termine."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
