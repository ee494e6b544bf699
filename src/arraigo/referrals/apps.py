"""Referrals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """Referrals and their loop, with answers from institutions without an account."""

    name = "arraigo.referrals"
    label = "referrals"
    verbose_name = _("Referencias")

    def ready(self) -> None:
        """Say what a merge of two files does with referrals."""
        from arraigo.people.merging import rooms
        from arraigo.referrals.merging import ReferralRoom

        rooms.register(ReferralRoom())
