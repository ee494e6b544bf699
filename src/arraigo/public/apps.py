"""Public."""

import logging

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """Pages without an account: an institution answers a referral."""

    name = "arraigo.public"
    label = "public"
    verbose_name = _("Público")

    def ready(self) -> None:
        """Hide tokens in what Django logs about requests."""
        from arraigo.public.logs import HideTokens

        for name in ("django.request", "django.security.csrf"):
            logging.getLogger(name).addFilter(HideTokens())
