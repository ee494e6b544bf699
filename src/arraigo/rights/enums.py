"""Choices about the person's rights."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CopyFormat(models.TextChoices):
    """In which form the copy of a file is handed over."""

    PDF = "pdf", _("En papel (PDF)")
    JSON = "json", _("Archivo para otro sistema (JSON)")


class Identified(models.TextChoices):
    """How the person showed who she is before she got her copy."""

    DPI = "dpi", _("Mostró su DPI")
    PASSPORT = "passport", _("Mostró su pasaporte o tarjeta consular")
    OTHER = "other", _("Mostró otro documento con foto")
    KNOWN = "known", _("No tiene documento; la conozco y la tengo enfrente")


class ErasureState(models.TextChoices):
    """Where a request to erase stands."""

    REQUESTED = "requested", _("Por confirmar")
    CONFIRMED = "confirmed", _("Borrado")
    REFUSED = "refused", _("No se borró")


class ErasureReason(models.TextChoices):
    """Why the personal data are to be erased."""

    ASKED = "asked", _("La persona lo pidió")
    RETENTION = "retention", _("Terminó el plazo para conservarlos")
