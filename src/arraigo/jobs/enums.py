"""Choices about applications and placements."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Means(models.TextChoices):
    """Where the person applied: any job board counts, on her own too (indicator 6)."""

    DIRECT = "empresa", _("En la empresa")
    TU_EMPLEO = "tu_empleo", _("Tu Empleo (MINTRAB)")
    VUME = "vume", _("Ventanilla de empleo (VUME)")
    FAIR = "feria", _("Feria o kiosco de empleo")
    NETWORKS = "redes", _("Redes sociales u otra bolsa en línea")
    ACQUAINTANCE = "conocidos", _("Familia o conocidos")
    OTHER = "otro", _("Otro medio")


class PlacementKind(models.TextChoices):
    """How the person earns her living."""

    EMPLOYED = "asalariado", _("Empleo asalariado")
    SELF_EMPLOYED = "autoempleo", _("Autoempleo o negocio propio")


class PlacementEvidence(models.TextChoices):
    """What shows the placement (indicator 7)."""

    CONTRACT = "contrato", _("Contrato o constancia")
    EMPLOYER = "empleador", _("Lo confirmó quien emplea")
    CALL = "llamada", _("Lo dijo la persona por llamada o visita")
