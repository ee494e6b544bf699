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
        """Write the database's erasing function after each migration."""
        from arraigo.rights.erasing import install

        post_migrate.connect(install, sender=self, dispatch_uid="rights.erasing")
