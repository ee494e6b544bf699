"""Indicators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Indicators: definitions as data, figures from facts, and the facts behind each."""

    name = "arraigo.indicators"
    label = "indicators"
    verbose_name = _("Indicadores")
