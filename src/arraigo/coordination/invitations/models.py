"""An activity to come, and who is invited to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.invitations.querysets import InvitationQuerySet, PlannedActivityQuerySet
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office

#: What people are invited to.
INVITED_TO = (ActivityKind.EVENT, ActivityKind.MEETING)


class PlannedActivity(Tracked):
    """A fair, a talk or a meeting that an office plans: once it is held it is an `Activity`."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="planned_activities")
    kind = models.CharField(_("tipo"), max_length=12, choices=ActivityKind.choices)
    title = models.CharField(_("de qué es"), max_length=160)
    place = models.CharField(_("lugar"), max_length=160)
    happens_on = models.DateField(_("qué día"))
    starts_at = models.TimeField(_("a qué hora"))
    planned_by = user_key()
    planned_at = models.DateTimeField(default=clock.now, editable=False)
    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_by = user_key(null=True)
    called_off_reason = models.CharField(_("por qué se canceló"), max_length=300, blank=True)

    objects = PlannedActivityQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "happens_on", "id"], name="planned_of_office")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="planned_kind_invites",
                condition=Q(kind__in=INVITED_TO),
                violation_error_message=_("Se planea una reunión o un evento."),
            ),
            models.CheckConstraint(
                name="planned_called_off_whole",
                condition=Q(called_off_at=None, called_off_by=None, called_off_reason="")
                | Q(called_off_at__isnull=False, called_off_by__isnull=False)
                & ~Q(called_off_reason=""),
                violation_error_message=_("Para cancelarla hay que decir por qué."),
            ),
            models.UniqueConstraint(
                "office",
                "happens_on",
                Lower("title"),
                condition=Q(called_off_at=None),
                name="planned_once",
                violation_error_message=_("Esa actividad ya está planeada para ese día."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.happens_on})"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("invitations:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Tell whether its day has passed."""
        return self.happens_on < clock.today()

    @property
    def invites(self) -> bool:
        """Tell whether people may still be invited, or their invitations taken back."""
        return self.called_off_at is None and not self.is_over


class Invitation(Tracked):
    """The person of a case is invited to an activity; taken back, it stays readable.

    `lot` is the form that invited her together with others, which undoes them together.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    lot = models.UUIDField(editable=False)
    activity = models.ForeignKey(PlannedActivity, models.RESTRICT, related_name="invitations")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="invitations")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    invited_by = user_key()
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = user_key(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["lot"], name="invitation_lot"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["activity", "case"],
                condition=Q(withdrawn_at=None),
                name="invitation_once",
                violation_error_message=_("Ya está invitada a esa actividad."),
            ),
            models.CheckConstraint(
                name="invitation_withdrawn_whole",
                condition=all_or_none("withdrawn_at", "withdrawn_by"),
                violation_error_message=_("Falta quién la retiró o cuándo."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
