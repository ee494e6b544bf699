"""Jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Applications and placements."""

    name = "arraigo.jobs"
    label = "jobs"
    verbose_name = _("Empleo")

    def ready(self) -> None:
        """Say what is asked of placements when a case is opened again."""
        from arraigo.casework import planners
        from arraigo.jobs.retention.agenda import plan_case

        planners.register(plan_case)
