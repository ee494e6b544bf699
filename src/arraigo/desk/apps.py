"""Desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The desk: Hoy, Casos, the case page and search; reads across rooms only."""

    name = "arraigo.desk"
    label = "desk"
    verbose_name = _("Escritorio")
