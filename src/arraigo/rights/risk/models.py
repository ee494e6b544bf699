"""What was told of a person because her life was at risk, and the review."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.core import clock
from arraigo.core.models import Tracked, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.referrals.enums import DisclosedField

_STANDS = """
IF (NEW.person_id, NEW.told_to, NEW.fields, NEW.reason, NEW.made_by_id, NEW.made_at)
    IS DISTINCT FROM
   (OLD.person_id, OLD.told_to, OLD.fields, OLD.reason, OLD.made_by_id, OLD.made_at)
   OR OLD.reviewed_at IS NOT NULL THEN
    RAISE EXCEPTION 'arraigo: what was told at risk of life is reviewed once and never changes'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class RiskQuerySet(models.QuerySet["RiskDisclosure"]):
    """Reads of what was told."""

    def to_review(self) -> Self:
        """Return those nobody has reviewed, the oldest first."""
        return self.filter(reviewed_at=None).order_by("made_at", "id")


class RiskDisclosure(Tracked):
    """Data told to an institution without consent to save a life: which, to whom, why."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    told_to = models.CharField(_("a quién"), max_length=160)
    fields = ArrayField(models.CharField(max_length=40, choices=DisclosedField.choices))
    reason = models.CharField(_("por qué"), max_length=600)
    made_by = user_key()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    reviewed_by = user_key(null=True)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    verdict = models.CharField(max_length=16, choices=EmergencyVerdict.choices, blank=True)
    comment = models.CharField(_("comentario"), max_length=600, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="stands", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Update, func=_STANDS,
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="risk_says_what_to_whom_why",
                condition=~Q(reason="") & ~Q(told_to="") & Q(fields__len__gt=0),
            ),
            models.CheckConstraint(
                name="risk_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("made_by")),
                violation_error_message=_("Nadie revisa lo suyo."),
            ),
            models.CheckConstraint(
                name="risk_reviewed_whole",
                condition=Q(reviewed_by=None, reviewed_at=None, verdict="")
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(verdict=""),
            ),
        ]

    def get_fields_display(self) -> str:
        """Return in words which data were told."""
        return ", ".join(str(DisclosedField(name).label) for name in self.fields)

    def __str__(self) -> str:
        return str(self.pk)
