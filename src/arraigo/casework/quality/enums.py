"""Choices about a verification."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemAnswer(models.TextChoices):
    """What the record says of one item."""

    YES = "yes", _("Sí")
    NO = "no", _("No")
    NOT_APPLICABLE = "na", _("No aplica")


class Reached(models.TextChoices):
    """Whether the person was talked with."""

    CALL = "call", _("Sí, por llamada")
    VISIT = "visit", _("Sí, en una visita")
    FAILED = "failed", _("Se intentó y no se logró")
    NOT_TRIED = "not_tried", _("No se intentó")


#: Those in which she told something.
TOLD = (Reached.CALL, Reached.VISIT)


class Confirms(models.TextChoices):
    """Whether what is recorded is what happened, as the person says."""

    ALL = "all", _("Todo es así")
    PARTLY = "partly", _("En parte")
    NONE = "none", _("No es así")


class Result(models.TextChoices):
    """What came of a verification; it follows from the answers (`checklist.result_of`)."""

    CONFORMS = "conforms", _("Conforme")
    OBSERVATIONS = "observations", _("Con observaciones")
    FAILS = "fails", _("No conforme")
    NOT_VERIFIED = "not_verified", _("No verificado")


class Unverifiable(models.TextChoices):
    """Why a drawn case could not be verified; it is not swapped for another."""

    WITHDREW = "withdrew", _("La persona retiró su permiso")
    ERASED = "erased", _("Sus datos se borraron")
    MERGED = "merged", _("El expediente se unió con otro")
    OTHER = "other", _("Otro motivo")
