"""Choices about assessments (IOM Reintegration Handbook §2.2: five inform the plan)."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import EventKind


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
    AssessmentKind.RISK: Reading.HIGH,
    AssessmentKind.FAMILY: Reading.LOW,
    AssessmentKind.SKILLS: Reading.LOW,
    AssessmentKind.RSS: Reading.LOW,
}
#: A reading in words, of what it is the level.
LEVELS: dict[str, dict[str, str | Promise]] = {
    AssessmentKind.RISK: {
        Reading.HIGH: _("Riesgo alto"),
        Reading.MEDIUM: _("Riesgo medio"),
        Reading.LOW: _("Riesgo bajo"),
    },
    AssessmentKind.FAMILY: {
        Reading.HIGH: _("Apoyo alto en casa"),
        Reading.MEDIUM: _("Apoyo medio en casa"),
        Reading.LOW: _("Apoyo bajo en casa"),
    },
    AssessmentKind.SKILLS: {
        Reading.HIGH: _("Habilidades altas"),
        Reading.MEDIUM: _("Habilidades medias"),
        Reading.LOW: _("Habilidades bajas"),
    },
}
#: The milestone of each kind, which a protocol may ask for by itself.
MILESTONES: dict[str, EventKind] = {
    AssessmentKind.VULNERABILITY: EventKind.ASSESSED_VULNERABILITY,
    AssessmentKind.RISK: EventKind.ASSESSED_RISK,
    AssessmentKind.FAMILY: EventKind.ASSESSED_FAMILY,
    AssessmentKind.SKILLS: EventKind.ASSESSED_SKILLS,
    AssessmentKind.RSS: EventKind.ASSESSED_RSS,
}
