"""Accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, memberships and access."""

    name = "arraigo.accounts"
    label = "accounts"
    verbose_name = _("Cuentas")

    def ready(self) -> None:
        """End sessions when a password or a second factor changes."""
        from arraigo.accounts.sessions import signals

        signals.connect()
