"""Choices about authorisations (domain: protocol, other duties of the notice)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorisationKind(models.TextChoices):
    """What is asked for."""

    TRAVEL = "desplazamiento", _("Desplazamiento")
    CAPITAL = "reunion_capital", _("Reunión en la capital")
    EVENT = "evento", _("Evento")
    EXPENSE = "gasto", _("Gasto")
    ABSENCE = "ausencia", _("Ausencia")


class AuthorisationState(models.TextChoices):
    """Where it stands. Nobody types it in: `transitions` moves it."""

    REQUESTED = "solicitada", _("Solicitada")
    AUTHORISED = "autorizada", _("Autorizada")
    RETURNED = "devuelta", _("Devuelta")
    DENIED = "denegada", _("Denegada")


#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    AuthorisationState.REQUESTED: "wait",
    AuthorisationState.AUTHORISED: "ok",
    AuthorisationState.RETURNED: "warn",
    AuthorisationState.DENIED: "stop",
}


class Step(models.TextChoices):
    """What was done with it. Each but the first names its transition."""

    REQUEST = "solicitar", _("Solicitada")
    AUTHORISE = "autorizar", _("Autorizada")
    RETURN = "devolver", _("Devuelta con comentario")
    DENY = "denegar", _("Denegada")
    RESUBMIT = "reenviar", _("Corregida y enviada de nuevo")
