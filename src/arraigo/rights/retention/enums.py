"""Choices about how long data are kept."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a rule is about."""

    FILE = "file", _("Expediente de un caso cerrado")
    NO_CASE = "no_case", _("Registro que nunca tuvo caso")
    PROTECTION = "protection", _("Notas de protección de un caso cerrado")
    CONTACT = "contact", _("Contacto de una lista recibida, sin consentimiento")
    DELIVERY = "delivery", _("Entrevista de campo sobre nadie registrado")
    SEARCH = "search", _("Lo que alguien buscó")
    SESSION = "session", _("Sesiones que terminaron")
    EMERGENCY_TRY = "urgent_try", _("Intentos de acceso de urgencia")
    LINKAGE = "linkage", _("Archivos de una comparación que se detuvo")
    REFUSAL = "refusal", _("Cuenta de quienes no quisieron registrarse")


#: The kinds that name people: a batch of them is proposed, and two people decide.
DECIDED = (Kind.FILE, Kind.NO_CASE, Kind.PROTECTION)

#: From when the time of each kind runs.
COUNTED_FROM: dict[str, str | Promise] = {
    Kind.FILE: _("desde que se cerró su último caso"),
    Kind.NO_CASE: _("desde que se registró"),
    Kind.PROTECTION: _("desde que se cerró su último caso"),
    Kind.CONTACT: _("desde que se recibió la lista"),
    Kind.DELIVERY: _("desde que se aplicó o se apartó"),
    Kind.SEARCH: _("desde que se buscó"),
    Kind.SESSION: _("desde que terminó"),
    Kind.EMERGENCY_TRY: _("desde el intento"),
    Kind.LINKAGE: _("desde que se detuvo"),
    Kind.REFUSAL: "",
}


class Unit(models.TextChoices):
    """What a time is counted in."""

    DAYS = "days", _("días")
    MONTHS = "months", _("meses")


class Deed(models.TextChoices):
    """What is done when the time has come."""

    ANONYMISE = "anonymise", _("se borra quién es; lo que se contó sigue contado")
    EMPTY = "empty", _("se borra lo escrito; queda que hubo una nota")
    DELETE = "delete", _("se borra")
    KEEP = "keep", _("se conserva: no nombra a nadie")


class BatchState(models.TextChoices):
    """Where a batch stands."""

    PROPOSED = "proposed", _("Por revisar")
    ASKED = "asked", _("Por confirmar")
    CONFIRMED = "confirmed", _("Borrando")
    DONE = "done", _("Hecho")


class Outcome(models.TextChoices):
    """What became of one file of a batch."""

    WAITING = "waiting", _("Espera la decisión")
    DONE = "done", _("Hecho")
    HELD = "held", _("No se tocó")
