"""Choices about coordination, in the protocol's words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MechanismKind(models.TextChoices):
    """What a mechanism is; institutions are its members (domain: protocol, in the field)."""

    TABLE = "mesa", _("Mesa")
    COMMISSION = "comision", _("Comisión")
    MUNICIPAL_COUNCIL = "comude", _("COMUDE")
    DEPARTMENT_COUNCIL = "codede", _("CODEDE")
    AGREEMENT = "convenio", _("Convenio")


class ActivityKind(models.TextChoices):
    """What kind of activity it was (indicator 5)."""

    MEETING = "reunion", _("Reunión")
    EVENT = "evento", _("Evento (feria, charla, jornada)")
    COMMUNICATION = "comunicacion", _("Comunicación (radio, perifoneo, redes, volantes)")


class Channel(models.TextChoices):
    """Which way a communication went out."""

    RADIO = "radio", _("Radio")
    LOUDSPEAKER = "perifoneo", _("Perifoneo")
    SOCIAL_MEDIA = "redes", _("Redes sociales")
    LEAFLETS = "volantes", _("Volantes")
    OTHER = "otro", _("Otro medio")


class ActivityEvidence(models.TextChoices):
    """What shows that it took place."""

    MINUTES = "acta", _("Acta o minuta")
    LIST = "lista", _("Lista de asistencia")
    OTHER = "otra", _("Otra (afiche, grabación, publicación)")
    NONE = "ninguna", _("Todavía ninguna")


#: With these a meeting or an event counts (indicator 5).
COUNTED_EVIDENCE = (ActivityEvidence.MINUTES, ActivityEvidence.LIST)
