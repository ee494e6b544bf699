"""People."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Persons and what they agreed to."""

    name = "arraigo.people"
    label = "people"
    verbose_name = _("Personas")

    def ready(self) -> None:
        """Register the check that every relation to a person says what a merge does with it."""
        from arraigo.people import checks  # noqa: F401
