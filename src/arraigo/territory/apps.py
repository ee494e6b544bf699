"""Territory: departments, municipalities and the programme's offices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    """The 22 departments, the 340 municipalities, and who covers them."""

    name = "arraigo.territory"
    label = "territory"
    verbose_name = _("Territorio")
