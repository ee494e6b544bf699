"""The phones that deliver: whose they are, by which secret they come, when they last did."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import Tracked, user_key
from arraigo.field.querysets import DeviceQuerySet


class Device(Tracked):
    """A phone that may fetch its user's forms and lists and deliver her interviews.

    Its secret stands only in the code that was shown once; here is its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="field_devices"
    )
    name = models.CharField(_("nombre del teléfono"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    enrolled_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = user_key(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("teléfono")
        verbose_name_plural = _("teléfonos")
        ordering: ClassVar[list[str]] = ["-enrolled_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="device_revoked_whole",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message=_("Quien quita un teléfono queda anotado."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        """Tell whether it may no longer come."""
        return self.revoked_at is not None


class DeviceUse(models.Model):
    """When a phone last came, with which program, and what it holds. No history is kept."""

    device = models.OneToOneField(
        Device, models.CASCADE, primary_key=True, related_name="use", editable=False
    )
    seen_at = models.DateTimeField()
    app = models.CharField(max_length=120, blank=True)
    forms = models.JSONField(default=dict, help_text="{form_id: version} last fetched")
    lists = models.JSONField(default=dict, help_text="{list: number of lines} last fetched")

    def __str__(self) -> str:
        return str(self.device_id)
