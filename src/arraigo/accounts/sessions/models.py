"""A session, and the ledger of what happened to an account."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.sessions import devices
from arraigo.core import clock
from arraigo.core.models import AppendOnly


class SessionQuerySet(models.QuerySet["Session"]):
    """Reads of sessions."""

    def of(self, user: Any) -> Self:
        """Return the user's sessions that still open something, the last used first."""
        from arraigo.accounts.freshness import ABSOLUTE, idle_for

        now = clock.now()
        begun = Q(entered_at=None) | Q(entered_at__gt=now - ABSOLUTE)
        used = Q(seen_at=None) | Q(seen_at__gt=now - idle_for(user))
        alive = self.filter(begun, used, user=user, expire_date__gt=now)
        return alive.order_by(models.F("seen_at").desc(nulls_first=True), "session_key")


class Session(AbstractBaseSession):
    """Somebody is in with a device. No address of the network is kept."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    device = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SessionQuerySet)()

    def __str__(self) -> str:
        return self.device_name

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that writes these rows."""
        from arraigo.accounts.sessions.store import SessionStore

        return SessionStore

    @property
    def mark(self) -> str:
        """Return what a page calls the session: its key opens it and never leaves the server."""
        return salted_hmac("accounts.session", self.session_key, algorithm="sha256").hexdigest()[
            :32
        ]

    @property
    def device_name(self) -> str:
        """Return the device in plain words."""
        return devices.in_words(self.device)

    @property
    def is_mobile(self) -> bool:
        """Tell whether it is a phone or a tablet."""
        return self.device.partition("/")[2] in devices.MOBILE


class AccountEventKind(models.TextChoices):
    """What may happen to an account."""

    MADE = "creada", _("Cuenta creada")
    DEACTIVATED = "desactivada", _("Cuenta desactivada")
    ACTIVATED = "activada", _("Cuenta activada de nuevo")
    PASSWORD = "contrasena", _("Contraseña nueva")
    FACTOR_LOST = "factor", _("Segundo paso quitado")
    SESSION_ENDED = "sesion", _("Sesión cerrada")
    OTHERS_ENDED = "otras", _("Otras sesiones cerradas")
    ALL_ENDED = "todas", _("Sesiones cerradas por administración")


class AccountEvent(AppendOnly):
    """Something happened to an account: what, by whom, when, and how many sessions it ended."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="events"
    )
    kind = models.CharField(max_length=12, choices=AccountEventKind.choices)
    by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    sessions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at"], name="account_events")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
