"""Reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The monthly report, its approval and what it freezes."""

    name = "arraigo.reports"
    label = "reports"
    verbose_name = _("Informes")
