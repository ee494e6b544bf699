"""Choices about protection notes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Concern(models.TextChoices):
    """What a note tells of. It is sealed with the text: alone it would tell enough."""

    VIOLENCE = "violence", _("Violencia o amenazas")
    TRAFFICKING = "trafficking", _("Trata o explotación")
    HEALTH = "health", _("Salud")
    PSYCHOSOCIAL = "psychosocial", _("Situación emocional o familiar")
    LEGAL = "legal", _("Delitos, procesos o deportación")
    OTHER = "other", _("Otra cosa delicada")


class Void(models.TextChoices):
    """Why a note is void. A choice and no text: what is typed here would be readable."""

    MISTAKE = "mistake", _("Se escribió por error")
    ANOTHER = "another", _("Es de otra persona")
    HER_WISH = "her_wish", _("La persona pidió quitarla")
    UNTRUE = "untrue", _("No era cierto")
