"""Choices about access in an emergency."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

#: How long a file stays open (domain: privacy, break-glass).
LASTS = timedelta(hours=4)
#: How often one person may try within a window: enough for a mistyped code, not for a search.
TRIES = 5
WINDOW = timedelta(hours=1)
#: A reason shorter than this tells a reviewer nothing.
SHORTEST_REASON = 20


class EmergencyVerdict(models.TextChoices):
    """What the reviewer found."""

    JUSTIFIED = "justificado", _("Justificado")
    NOT_JUSTIFIED = "no_justificado", _("No justificado")
