"""Choices about training and certificates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.directory.enums import ServiceKind


class TrainingState(models.TextChoices):
    """Where an enrolment stands. Nobody types it in: `transitions` moves it."""

    ENROLLED = "inscrita", _("Inscrita")
    IN_PROGRESS = "en_curso", _("En curso")
    FINISHED = "termino", _("Terminó")
    DROPPED = "abandono", _("Abandonó")


#: The training has neither been finished nor left.
OPEN_STATES = (TrainingState.ENROLLED, TrainingState.IN_PROGRESS)

#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    TrainingState.ENROLLED: "wait",
    TrainingState.IN_PROGRESS: "info",
    TrainingState.FINISHED: "ok",
    TrainingState.DROPPED: "warn",
}

#: Types of service a person enrols in; the others are received, not attended.
TRAINING_KINDS = (
    ServiceKind.TRAINING,
    ServiceKind.CERTIFICATION,
    ServiceKind.EDUCATION,
    ServiceKind.ENTREPRENEURSHIP,
)


class CertificateKind(models.TextChoices):
    """What a certificate is about (indicator 2); an attendance diploma never counts."""

    EDUCATIONAL = "educativa", _("Educativa (estudios, equivalencia)")
    TECHNICAL = "tecnica", _("Técnica (un oficio)")
    PROFESSIONAL = "profesional", _("Profesional (un título)")
    LANGUAGE = "idioma", _("Idioma (nivel de inglés u otro)")
    ATTENDANCE = "asistencia", _("Diploma de participación o asistencia (no cuenta)")


class Recognition(models.TextChoices):
    """The two readings of indicator 2: 2a recognition, 2b certification of competences."""

    RECOGNITION = "reconocimiento", _("Reconocimiento, equivalencia o nivel de idioma")
    CERTIFICATION = "certificacion", _("Certificación de competencias")


class LanguageLevel(models.TextChoices):
    """Levels of the Common European Framework."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"
