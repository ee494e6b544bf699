"""Why a case goes to another office, and where that stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferReason(models.TextChoices):
    """Why the case goes on elsewhere (domain: protocol, step 5)."""

    MOVED = "se_mudo", _("La persona se mudó")
    NEARER = "mas_cerca", _("La otra oficina le queda más cerca")
    SERVICES = "servicios", _("Allá están los servicios que necesita")
    SAFETY = "cuidado", _("Conviene que le atienda otro equipo")
    OFFICE = "oficina", _("Cambió lo que atiende cada oficina")


class TransferState(models.TextChoices):
    """Where the request stands."""

    REQUESTED = "pedido", _("Espera respuesta")
    ACCEPTED = "recibido", _("Recibido")
    DECLINED = "devuelto", _("Devuelto con motivo")
    WITHDRAWN = "retirado", _("Retirado")
    ENDED = "terminado", _("El caso se cerró antes")


#: How a state is marked: ok, warn, stop, wait or info.
STATE_KINDS: dict[str, str] = {
    TransferState.REQUESTED: "wait",
    TransferState.ACCEPTED: "ok",
    TransferState.DECLINED: "stop",
    TransferState.WITHDRAWN: "info",
    TransferState.ENDED: "info",
}

#: What another office said.
ANSWERED = (TransferState.ACCEPTED, TransferState.DECLINED)
