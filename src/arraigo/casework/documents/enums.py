"""Choices about documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What paper it is."""

    IDENTITY = "identity", _("DPI u otra identificación")
    PROOF = "proof", _("Constancia")
    CERTIFICATE = "certificate", _("Certificado o diploma")
    CONTRACT = "contract", _("Contrato")
    SIGNATURE = "signature", _("Hoja firmada")
    OTHER = "other", _("Otro documento")
