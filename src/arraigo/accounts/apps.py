"""Accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, memberships and access."""

    name = "arraigo.accounts"
    label = "accounts"
    verbose_name = _("Cuentas")

    def ready(self) -> None:
        """Write down who enters and leaves; end sessions when a password or a factor changes."""
        from arraigo.accounts import events
        from arraigo.accounts.sessions import signals

        events.listen()
        signals.connect()
