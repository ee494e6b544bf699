"""Choices about assessments (IOM Reintegration Handbook §2.2: five inform the plan)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    """What an assessment looks at. Those with an instrument may be recorded."""

    VULNERABILITY = "vulnerabilidad", _("Evaluación de vulnerabilidad")
    RISK = "riesgo", _("Evaluación de riesgo")
    FAMILY = "familia", _("Evaluación de la familia")
    SKILLS = "habilidades", _("Evaluación de habilidades")
    RSS = "rss", _("Encuesta de sostenibilidad (RSS)")


class Round(models.TextChoices):
    """Which of the repeated surveys it is; the others have none."""

    NONE = "", _("Sin ronda")
    BASE = "base", _("Línea de base")
    SIX_MONTHS = "meses_6", _("A los 6 meses")
    TWELVE_MONTHS = "meses_12", _("A los 12 meses")
    OTHER = "otra", _("Otra")


class Reading(models.TextChoices):
    """A composite score in a word. What it is the level of depends on the kind."""

    HIGH = "alta", _("Alta")
    MEDIUM = "media", _("Media")
    LOW = "baja", _("Baja")


#: The rounds of which a case has one at most.
ONCE = (Round.BASE, Round.SIX_MONTHS, Round.TWELVE_MONTHS)
#: The readings that ask for attention, by kind: a high vulnerability, a low sustainability.
WORRYING: dict[str, Reading] = {
    AssessmentKind.VULNERABILITY: Reading.HIGH,
    AssessmentKind.RSS: Reading.LOW,
}
