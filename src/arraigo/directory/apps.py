"""Directory: the services a person can be sent to, and how fresh that knowledge is."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Services of every organization."""

    name = "arraigo.directory"
    label = "directory"
    verbose_name = _("Directorio de servicios")
