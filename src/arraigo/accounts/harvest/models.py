"""The limits by role, and what was told when somebody reached one."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked


class LookLimitQuerySet(models.QuerySet["LookLimit"]):
    """Reads of limits."""

    def for_roles(self, roles: frozenset[str]) -> LookLimit | None:
        """Return the widest of those in force today for the roles, else the one for anybody."""
        standing = self.filter(valid_from__lte=clock.today(), role__in=[*roles, ""])
        latest = standing.order_by("role", "-valid_from", "-pk").distinct("role")
        own = [limit for limit in latest if limit.role]
        return max(own or latest, key=lambda limit: limit.stop_files, default=None)


class LookLimit(AppendOnly):
    """From a day on: how many files and searches an hour are told of, and where the page asks."""

    role = models.CharField(_("función"), max_length=20, choices=Role.choices, blank=True)
    valid_from = models.DateField(_("desde"), default=clock.today)
    alert_files = models.PositiveSmallIntegerField(_("expedientes: avisar a los"))
    stop_files = models.PositiveSmallIntegerField(_("expedientes: preguntar después de"))
    alert_searches = models.PositiveSmallIntegerField(_("búsquedas: avisar a las"))
    stop_searches = models.PositiveSmallIntegerField(_("búsquedas: preguntar después de"))
    set_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )

    objects = LookLimitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="look_limit_alerts_before_it_stops",
                condition=Q(
                    alert_files__gte=1, stop_files__gte=F("alert_files"),
                    alert_searches__gte=1, stop_searches__gte=F("alert_searches"),
                ),
                violation_error_message=_("Primero se avisa y después se pregunta."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display() or '·'} {self.valid_from}"


class Looked(models.TextChoices):
    """What somebody did a great deal of."""

    FILES = "expedientes", _("expedientes abiertos")
    SEARCHES = "busquedas", _("búsquedas")


class LookAlertQuerySet(models.QuerySet["LookAlert"]):
    """Reads of alerts."""

    def visible_to(self, user: Any) -> Self:
        """Return those the user reviews: data protection all, a lead those of her offices.

        Nobody reviews her own.
        """
        from arraigo.accounts.models import Membership

        others = self.exclude(user=user.pk)
        if Role.DATA_PROTECTION in user.roles:
            return others
        there = Membership.objects.colleagues_led_by(user).values("user")
        return others.filter(user__in=there)

    def to_review(self) -> Self:
        """Return those nobody has reviewed, the oldest first."""
        return self.filter(reviewed_at=None).order_by("at", "pk")


class LookAlert(Tracked):
    """Somebody reached a limit. It says how many, and nothing of whose."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )
    what = models.CharField(max_length=12, choices=Looked.choices, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    number = models.PositiveIntegerField(editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    reviewed_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    comment = models.CharField(_("qué se encontró"), max_length=300, blank=True)

    objects = LookAlertQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "what", "-at"], name="look_alerts")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="look_alert_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
                violation_error_message=_("Nadie revisa lo suyo."),
            ),
            models.CheckConstraint(
                name="look_alert_reviewed_whole",
                condition=Q(reviewed_by=None, reviewed_at=None, comment="")
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(comment=""),
                violation_error_message=_("Escriba qué encontró."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.number}"
