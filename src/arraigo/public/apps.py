"""Public."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """Pages without an account: an institution answers a referral."""

    name = "arraigo.public"
    label = "public"
    verbose_name = _("Público")
