"""Why a colleague is told of a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlagKind(models.TextChoices):
    """What the word to a colleague is."""

    FLAG = "senal", _("Señal de la supervisión")
    MENTION = "mencion", _("Le mencionaron en una nota")
    HANDOVER = "entrega", _("Recibe este caso")
