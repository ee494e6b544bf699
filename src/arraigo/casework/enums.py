"""Choices about cases, in the protocol's words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where the person was identified."""

    RECEPTION_LIST = "reception_list", _("Lista de recepción (IGM/CAR)")
    RESOURCE_CENTRE = "resource_centre", _("MRC o CAPMiR")
    MUNICIPALITY = "municipality", _("Municipalidad o VUME")
    FAIR = "fair", _("Feria o kiosco de empleo")
    PARTNER = "partner", _("Institución socia")
    SPONTANEOUS = "spontaneous", _("Llegó por su cuenta")


class EventKind(models.TextChoices):
    """What the timeline tells. Protocol versions name these kinds as milestones."""

    CASE_OPENED = "case_opened", _("Caso abierto")
    MANAGER_ASSIGNED = "manager_assigned", _("Promotor/a asignado/a")
    REFERRAL_SENT = "referral_sent", _("Referencia enviada")
    REFERRAL_ANSWERED = "referral_answered", _("Respuesta de la institución")
    REFERRAL_WITHDRAWN = "referral_withdrawn", _("Referencia retirada")
    SERVICE_DELIVERED = "service_delivered", _("Servicio recibido")
    DELIVERY_ANNULLED = "delivery_annulled", _("Entrega anulada")


class Directness(models.TextChoices):
    """Whether the programme delivered the service itself or made it possible."""

    DIRECT = "direct", _("Directa")
    FACILITATED = "facilitated", _("Facilitada")


class EvidenceStatus(models.TextChoices):
    """How sure the fact is."""

    DECLARED = "declared", _("Declarado")
    VERIFIED = "verified", _("Verificado")
