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
    CV = "cv", _("Hoja de vida (CV)")
    DIPLOMA = "diploma", _("Diploma del último grado")
    WORK = "work", _("Constancia laboral")
    REFERENCE = "reference", _("Carta de recomendación")
    PENAL = "penal", _("Carencia de antecedentes penales")
    POLICE = "police", _("Carencia de antecedentes policiacos")
    OTHER = "other", _("Otro documento")


#: The employability file, as fairs ask for it (Arraigo's domain: guatemala). One of each is
#: enough, and the latest is the one that counts.
ASKED = (
    DocumentKind.CV, DocumentKind.IDENTITY, DocumentKind.DIPLOMA, DocumentKind.WORK,
    DocumentKind.REFERENCE, DocumentKind.PENAL, DocumentKind.POLICE,
)  # fmt: skip
