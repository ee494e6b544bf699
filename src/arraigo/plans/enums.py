"""Choices of the plan, in the protocol's words (the plan, template fields)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a plan stands. Nobody types it in: `transitions` moves it."""

    DRAFT = "borrador", _("Borrador")
    AGREED = "acordado", _("Acordado, espera revisión")
    REVIEWED = "revisado", _("Acordado y revisado")
    RETURNED = "devuelto", _("Devuelto: hay que cambiarlo")


#: The person has signed it: its content never changes again.
SIGNED_STATES = (State.AGREED, State.REVIEWED, State.RETURNED)

STATE_KINDS = {
    State.DRAFT: "wait",
    State.AGREED: "info",
    State.REVIEWED: "ok",
    State.RETURNED: "warn",
}


class Pathway(models.TextChoices):
    """The way to a livelihood that the person chooses."""

    EMPLOYMENT = "empleo", _("Empleo asalariado")
    BUSINESS = "negocio", _("Autoempleo o emprendimiento")
    TRAINING = "formacion", _("Formación")
    CERTIFICATION = "certificacion", _("Certificación")
    EDUCATION = "educacion", _("Continuidad educativa")
    MOBILITY = "movilidad", _("Movilidad laboral regular")
    COMBINED = "combinacion", _("Combinación")


class Barrier(models.TextChoices):
    """What may stand in the way."""

    DOCUMENTS = "documentos", _("Documentos")
    TRANSPORT = "transporte", _("Transporte")
    CHILDCARE = "cuidado", _("Cuidado de hijos o familiares")
    DEBTS = "deudas", _("Deudas")
    LANGUAGE = "idioma", _("Idioma")
    HEALTH = "salud", _("Salud")


class Horizon(models.TextChoices):
    """How soon a goal should be reached."""

    SHORT = "corto", _("Corto plazo: hasta 3 meses")
    MEDIUM = "mediano", _("Mediano plazo: de 3 a 6 meses")
    LONG = "largo", _("Largo plazo: de 6 a 12 meses")


class Responsible(models.TextChoices):
    """Who does it."""

    PERSON = "persona", _("La persona")
    PROMOTOR = "promotor", _("Promotor/a")
    PROVIDER = "proveedor", _("La institución que da el servicio")


class Answer(models.TextChoices):
    """What is known of something that a step needs."""

    YES = "si", _("Sí")
    NO = "no", _("No")
    UNKNOWN = "no_se", _("No se sabe")


class Waiting(models.TextChoices):
    """How long the person would have to wait for it."""

    NONE = "nada", _("Nada")
    MONTH = "mes", _("Hasta un mes")
    LONGER = "mas", _("Más de un mes")
    UNKNOWN = "no_se", _("No se sabe")


class ActionState(models.TextChoices):
    """How far an action of the plan is."""

    PENDING = "pendiente", _("Pendiente")
    DONE = "hecha", _("Hecha")
    CANCELLED = "cancelada", _("Cancelada")


ACTION_KINDS = {
    ActionState.PENDING: "wait",
    ActionState.DONE: "ok",
    ActionState.CANCELLED: "stop",
}
