"""Profiling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilingConfig(AppConfig):
    """Profiles and occupations."""

    name = "arraigo.profiling"
    label = "profiling"
    verbose_name = _("Perfilamiento")
