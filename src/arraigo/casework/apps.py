"""Casework."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Cases and delivered services."""

    name = "arraigo.casework"
    label = "casework"
    verbose_name = _("Casos")

    def ready(self) -> None:
        """Say what a merge of two files does with cases, and what is due beside follow-ups."""
        from arraigo.casework import planners
        from arraigo.casework.documents.reminders import plan_papers
        from arraigo.casework.merging import CaseworkRoom
        from arraigo.people.merging import rooms

        rooms.register(CaseworkRoom())
        planners.register(plan_papers)
