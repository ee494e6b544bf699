"""Jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Applications and placements."""

    name = "arraigo.jobs"
    label = "jobs"
    verbose_name = _("Empleo")
