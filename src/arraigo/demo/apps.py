"""Demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Training data: plainly fictitious persons made through the same actions."""

    name = "arraigo.demo"
    label = "demo"
    verbose_name = _("Capacitación")
