"""Rights."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """The rights of the person over her file."""

    name = "arraigo.rights"
    label = "rights"
    verbose_name = _("Derechos de la persona")
