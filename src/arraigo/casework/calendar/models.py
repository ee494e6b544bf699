"""The secret address of a user's calendar, and when it was last fetched."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import Tracked, field_id


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Reads of addresses of calendars."""

    def in_force(self) -> CalendarFeedQuerySet:
        """Return those that still answer."""
        return self.filter(revoked_at=None)


class CalendarFeed(Tracked):
    """An address under which a calendar fetches its user's agenda, in numbers.

    Its secret was shown once; here is its hash.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None),
                name="one_calendar_in_force",
                violation_error_message=_("Ya hay una dirección de su calendario."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CalendarUse(models.Model):
    """When a calendar was last fetched. No history is kept."""

    feed = models.OneToOneField(
        CalendarFeed, models.CASCADE, primary_key=True, related_name="use", editable=False
    )
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.feed_id)
