"""People."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Persons and what they agreed to."""

    name = "arraigo.people"
    label = "people"
    verbose_name = _("Personas")

    def ready(self) -> None:
        """Register the checks of merge rules, and the rules of this room."""
        from arraigo.people import checks  # noqa: F401
        from arraigo.people.merging import rooms
        from arraigo.people.merging.people import PeopleRoom
        from arraigo.people.merging.scopes import ScopeRoom

        rooms.register(ScopeRoom())
        rooms.register(PeopleRoom())
