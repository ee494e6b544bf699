"""Choices about indicators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The code of «casos atendidos», which the report gives beside the eight indicators.
CASES_ATTENDED = "CA"


class Counted(models.TextChoices):
    """What a figure counts once: the person, or the fact itself (an activity)."""

    PERSON = "person_id", _("personas únicas")
    FACT = "fact_id", _("actividades")
