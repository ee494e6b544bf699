"""Choices about complaints."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Whoever complains hears back within this time (domain: privacy, complaints).
ACKNOWLEDGED_WITHIN = timedelta(hours=24)


class ComplaintKind(models.TextChoices):
    """What happened, in plain words. It is sealed with the text."""

    MONEY = "dinero", _("Me pidieron dinero o algo a cambio")
    ABUSE = "abuso", _("Me acosaron, abusaron o me pidieron favores o relaciones")
    TREATMENT = "trato", _("Me trataron mal o me discriminaron")
    SERVICE = "servicio", _("El servicio no fue lo que me dijeron")
    DATA = "datos", _("Usaron mis datos sin permiso")
    OTHER = "otra", _("Otra cosa")


class ComplaintChannel(models.TextChoices):
    """Which way it came."""

    PAGE = "pagina", _("Esta página")
    PHONE = "telefono", _("Teléfono")
    PAPER = "papel", _("Buzón o papel")
    IN_PERSON = "persona", _("En persona")


class ComplaintState(models.TextChoices):
    """Where it stands. Nobody types it in: `transitions` moves it."""

    RECEIVED = "recibida", _("Recibida")
    IN_ATTENTION = "en_atencion", _("En atención")
    CLOSED = "cerrada", _("Cerrada")


#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    ComplaintState.RECEIVED: "warn",
    ComplaintState.IN_ATTENTION: "info",
    ComplaintState.CLOSED: "ok",
}


class Step(models.TextChoices):
    """What was done with it; reading it leaves its line too."""

    READ = "leer", _("La leyó")
    ATTEND = "atender", _("Dio acuse y la atiende")
    CLOSE = "cerrar", _("La cerró")
