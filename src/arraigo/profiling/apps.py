"""Profiling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilingConfig(AppConfig):
    """Profiles and occupations."""

    name = "arraigo.profiling"
    label = "profiling"
    verbose_name = _("Perfilamiento")

    def ready(self) -> None:
        """Say which assessments a case's protocol asks for, whenever that may have changed."""
        from arraigo.casework import planners
        from arraigo.profiling.assessments.agenda import ask_for_required

        planners.register(ask_for_required)
