"""The protocol as data: a version is a document that cases begin with and keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import Tracked


def version_in_force() -> int:
    """Return the protocol version that a case opened today begins with."""
    return ProtocolVersion.objects.in_force().pk


class ProtocolVersionManager(models.Manager["ProtocolVersion"]):
    """Reads of protocol versions."""

    def in_force(self) -> ProtocolVersion:
        """Return the latest version valid today (Guatemala)."""
        return self.filter(valid_from__lte=clock.today()).latest("valid_from", "pk")


class ProtocolVersion(Tracked):
    """One version of the case-management protocol.

    The document names milestone kinds (`EventKind`), never tables: `steps` with the `checks`
    that complete each (any of its `kinds`) and the kinds that enter it at once (`entered_by`),
    `undone_by` (kind → kinds that undo it), `contacts`, `follow_ups` (days by priority),
    `unreachable`, and the lists a person chooses from.
    """

    id = models.PositiveSmallIntegerField(_("versión"), primary_key=True)
    title = models.CharField(_("título"), max_length=120)
    document = models.JSONField(_("documento"))
    valid_from = models.DateField(_("vigente desde"))

    objects = ProtocolVersionManager()

    class Meta(Tracked.Meta):
        verbose_name = _("versión del protocolo")
        verbose_name_plural = _("versiones del protocolo")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="protocol_has_steps",
                condition=models.Q(document__has_keys=["steps", "undone_by", "follow_ups"]),
                violation_error_message=_("Al protocolo le faltan los pasos."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def step(self, number: int) -> dict[str, Any]:
        """Return one step of the document. Raises KeyError for a number it does not have."""
        for step in self.document["steps"]:
            if step["number"] == number:
                found: dict[str, Any] = step
                return found
        raise KeyError(number)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Return a list of the document (`reasons`, `results`, `outcomes`…) as choices."""
        return [(entry["code"], gettext(entry["label"])) for entry in self.document[name]]

    def label(self, name: str, code: str) -> str:
        """Return the words for a code of one of the lists; the code itself if it is unknown."""
        return dict(self.choices(name)).get(code, code)

    def follow_up_days(self, priority: str) -> list[int]:
        """Return the days after the plan on which a follow-up is due, for a priority."""
        days: dict[str, list[int]] = self.document["follow_ups"]
        return days.get(priority) or days["default"]

    @property
    def on_time(self) -> timedelta:
        """Return how far from its date a follow-up still counts as on time."""
        return timedelta(days=self.document["on_time_days"])
