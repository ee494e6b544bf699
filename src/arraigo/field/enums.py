"""Choices about interviews and what is delivered of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

#: How long a draft begun on an old version is still delivered without a word.
OLD_VERSION_LASTS: Final = timedelta(days=180)
#: How long a delivery waits for the one that it follows.
WAITS_FOR: Final = timedelta(days=5)


class Handler(models.TextChoices):
    """What a form's answers become, besides answers."""

    NONE = "", _("Solo respuestas")
    CONTACT = "contacto", _("Contacto por confirmar")
    REGISTRATION = "registro", _("Registro de una persona")
    PROFILE = "perfil", _("Perfil")
    FOLLOW_UP = "seguimiento", _("Seguimiento")
    NOTE = "nota", _("Nota o visita")
    ASSESSMENT = "evaluacion", _("Evaluación")


class SubmissionState(models.TextChoices):
    """Where a delivery stands."""

    INCOMPLETE = "incompleta", _("Llegando: faltan archivos")
    WAITING = "espera", _("Espera otra entrega")
    ACTION = "accion", _("Se necesita acción")
    DONE = "aplicada", _("Aplicada")
    SET_ASIDE = "apartada", _("Apartada")


SUBMISSION_KINDS: dict[SubmissionState, str] = {
    SubmissionState.INCOMPLETE: "wait",
    SubmissionState.WAITING: "wait",
    SubmissionState.ACTION: "warn",
    SubmissionState.DONE: "ok",
    SubmissionState.SET_ASIDE: "info",
}


class Problem(models.TextChoices):
    """Why a delivery is not applied, or is applied with a doubt."""

    NONE = "", _("ninguno")
    NO_FORM = "sin_formulario", _("No se conoce ese formulario o esa versión.")
    OLD_VERSION = "version_vieja", _("La versión del formulario ya no se usa.")
    OTHER_CONTENT = "otro_contenido", _("Llegó dos veces con respuestas distintas.")
    NO_CASE = "sin_caso", _("El caso no existe o no está en su oficina.")
    LATE_CHAIN = "sin_anterior", _("Nunca llegó el registro del que depende.")
    ANSWERS = "respuestas", _("Algunas respuestas no se pueden guardar así.")
    CLASH = "choque", _("Alguien contestó otra cosa mientras tanto. Escoja cuál queda.")
    REFUSED = "rechazada", _("No se puede guardar ahora.")
    FAILURE = "fallo", _("Falló al guardarse. Se puede volver a intentar.")
    NEVER_WHOLE = "incompleta", _("Nunca llegaron todos sus archivos.")


class StepName(models.TextChoices):
    """What happened to a delivery."""

    RECEIVED = "recibida", _("Recibida")
    FILES = "archivos", _("Llegaron archivos")
    APPLIED = "aplicada", _("Aplicada")
    STOPPED = "detenida", _("Detenida")
    RETRIED = "reintento", _("Se intentó de nuevo")
    SET_ASIDE = "apartada", _("Apartada por una persona")
