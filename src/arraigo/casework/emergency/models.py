"""An access in an emergency, the tries at one, and the files that never open that way."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership
from arraigo.casework.emergency.enums import LASTS, EmergencyVerdict
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey

_STANDS = """
IF (NEW.person_id, NEW.user_id, NEW.reason, NEW.opened_at, NEW.until)
    IS DISTINCT FROM (OLD.person_id, OLD.user_id, OLD.reason, OLD.opened_at, OLD.until)
   OR OLD.reviewed_at IS NOT NULL THEN
    RAISE EXCEPTION 'arraigo: an emergency access is reviewed once and else never changes'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Reads of accesses."""

    def visible_to(self, user: Any) -> Self:
        """Return the user's own, and those she reviews.

        Data protection reviews all, a lead those of who works in the offices she leads.
        """
        seen = Q(user=user)
        if Role.DATA_PROTECTION in user.roles:
            return self
        if user.led_office_ids:
            there = Membership.objects.colleagues_led_by(user).values("user")
            seen |= Q(user__in=there)
        return self.filter(seen)

    def in_force_for(self, user: Any) -> Self:
        """Return the user's own that have not run out, on files that are not reserved."""
        reserved = ReservedFile.objects.standing().values("person")
        return self.filter(user=user, until__gt=clock.now()).exclude(person__in=reserved)

    def to_review(self) -> Self:
        """Return those nobody has reviewed, the oldest first."""
        return self.filter(reviewed_at=None).order_by("opened_at", "id")


class EmergencyAccess(Tracked):
    """Somebody opened a file outside her scope: why, from when until when, and the review."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    user = user_key()
    reason = models.CharField(_("por qué"), max_length=600)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    until = models.DateTimeField(editable=False)
    reviewed_by = user_key(null=True)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    verdict = models.CharField(max_length=16, choices=EmergencyVerdict.choices, blank=True)
    comment = models.CharField(_("comentario"), max_length=600, blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="stands", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Update, func=_STANDS,
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "until"], name="emergency_in_force"),
            models.Index(
                fields=["opened_at"], name="emergency_to_review", condition=Q(reviewed_at=None)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="emergency_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Escriba por qué."),
            ),
            models.CheckConstraint(
                name="emergency_of_four_hours",
                condition=Q(until__gt=F("opened_at"), until__lte=F("opened_at") + LASTS),
            ),
            models.CheckConstraint(
                name="emergency_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
                violation_error_message=_("Nadie revisa su propio acceso."),
            ),
            models.CheckConstraint(
                name="emergency_reviewed_whole",
                condition=Q(reviewed_by=None, reviewed_at=None, verdict="")
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(verdict=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of the file while it is open."""
        return reverse("emergency_file", args=[self.pk])

    @property
    def purpose(self) -> str:
        """Return what every look under it is traced for."""
        return f"emergency:{self.pk}"


class EmergencyTry(AppendOnly):
    """Somebody asked for a file by its code; what she typed is not kept."""

    user = user_key()
    tried_at = models.DateTimeField(default=clock.now)
    opened = models.BooleanField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "tried_at"], name="emergency_tries")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReservedMatch(models.Model):
    """A reserved file and one of another office agree in three identifiers.

    Nobody is answered: only data protection learns of it, by the codes of their cases. Written by
    the database's own comparison (`emergency.reserved`); bare ids.
    """

    one = models.UUIDField(editable=False)
    other = models.UUIDField(editable=False)
    found_at = models.DateTimeField(default=clock.now, editable=False)
    seen_by = user_key(null=True)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="reserved_match_once"),
            models.CheckConstraint(
                name="reserved_match_seen_whole",
                condition=all_or_none("seen_by", "seen_at"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReservedFileQuerySet(models.QuerySet["ReservedFile"]):
    """Reads of reservations."""

    def standing(self) -> Self:
        """Return those nobody has lifted."""
        return self.filter(lifted_at=None)


class ReservedFile(models.Model):
    """A file that opens to its own office only. Bare ids, so that policies can read them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    reserved_by = user_key()
    reserved_at = models.DateTimeField(default=clock.now, editable=False)
    lifted_by = user_key(null=True)
    lifted_at = models.DateTimeField(null=True, editable=False)

    objects = ReservedFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at=None), name="reserved_once"
            ),
            models.CheckConstraint(
                name="reserved_lifted_whole",
                condition=all_or_none("lifted_by", "lifted_at"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
