"""Learning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Training enrolments, completions and certificates."""

    name = "arraigo.learning"
    label = "learning"
    verbose_name = _("Formación")
