"""Choices about errands, in the protocol's words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What who gave an errand says to what was done."""

    ACCEPTED = "aceptado", _("Está bien")
    RETURNED = "devuelto", _("Devolver para que lo complete")


class ErrandState(models.TextChoices):
    """Where an errand stands. Nobody types it: it follows from its facts and its agenda."""

    OPEN = "por_hacer", _("Por hacer")
    LATE = "atrasado", _("Atrasado")
    DONE = "cumplido", _("Cumplido")
    ACCEPTED = "aceptado", _("Cumplido y aceptado")
    TAKEN_BACK = "retirado", _("Retirado")
    ENDED = "terminado", _("Terminó con el caso")


#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    ErrandState.OPEN: "wait",
    ErrandState.LATE: "warn",
    ErrandState.DONE: "ok",
    ErrandState.ACCEPTED: "ok",
    ErrandState.TAKEN_BACK: "stop",
    ErrandState.ENDED: "info",
}


class Whose(models.TextChoices):
    """Which errands a list shows, by who has to do with them."""

    MINE = "mios", _("Los que tengo yo")
    GIVEN = "dados", _("Los que di yo")
    OFFICE = "oficina", _("Todos los que veo")


class Standing(models.TextChoices):
    """Which errands a list shows, by where they stand."""

    OPEN = "abiertos", _("Por hacer")
    LATE = "atrasados", _("Atrasados")
    WAITING = "por_revisar", _("Cumplidos que esperan mi respuesta")
    DONE = "cumplidos", _("Cumplidos")
    ALL = "todos", _("Todos")
