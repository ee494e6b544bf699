"""Rights."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """The rights of the person over her file."""

    name = "arraigo.rights"
    label = "rights"
    verbose_name = _("Derechos de la persona")

    def ready(self) -> None:
        """Write the database's erasing functions after each migration."""
        from arraigo.rights import erasing
        from arraigo.rights.retention import functions

        post_migrate.connect(erasing.install, sender=self, dispatch_uid="rights.erasing")
        post_migrate.connect(functions.install, sender=self, dispatch_uid="rights.retention")
