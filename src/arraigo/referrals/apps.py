"""Referrals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """Referrals and their loop, with answers from institutions without an account."""

    name = "arraigo.referrals"
    label = "referrals"
    verbose_name = _("Referencias")
