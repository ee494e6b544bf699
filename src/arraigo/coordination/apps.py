"""Coordination."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoordinationConfig(AppConfig):
    """Mechanisms, activities, participations and agreements."""

    name = "arraigo.coordination"
    label = "coordination"
    verbose_name = _("Coordinación")
