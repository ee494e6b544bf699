"""Casework."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Cases and delivered services."""

    name = "arraigo.casework"
    label = "casework"
    verbose_name = _("Casos")
