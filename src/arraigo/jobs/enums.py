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


class Still(models.TextChoices):
    """Whether the person still works, some days after she began (indicator 7)."""

    YES = "si", _("Sí, sigue ahí")
    CHANGED = "otro", _("Trabaja, pero en otro lugar")
    LEFT = "no", _("Ya no trabaja")
    UNKNOWN = "sin_dato", _("No se pudo saber")


class LeftReason(models.TextChoices):
    """Why a job or business ended."""

    CONTRACT = "contrato", _("Se terminó el contrato o la temporada")
    DISMISSED = "despido", _("La empresa terminó la relación")
    RESIGNED = "renuncia", _("Lo dejó por decisión propia")
    CLOSED = "cierre", _("La empresa o el negocio cerró")
    MOVED = "traslado", _("Se fue a otro lugar")
    OTHER = "otro", _("Otra razón, o prefiere no decir")
