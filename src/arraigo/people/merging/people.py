"""What this room itself says about merges: how its rows are called on screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.people.merging.born import Described, Group
from arraigo.people.merging.rooms import MergeRoom
from arraigo.people.models import Consent, ContactPoint, PersonFile, ReturnEvent


class PeopleRoom(MergeRoom):
    """Contacts, returns, consents and files."""

    def describe(self, group: Group) -> Described | None:
        """Return what the page of a separation calls these rows."""
        for row in group.rows:
            if isinstance(row, ContactPoint):
                return Described(_("Teléfono"), None, str(row.phone))
            if isinstance(row, ReturnEvent):
                return Described(_("Retorno"), row.returned_on, row.country)
            if isinstance(row, Consent):
                return Described(
                    _("Consentimiento"), row.decided_on,
                    f"{row.get_decision_display()}: {row.get_purpose_display()}",
                )  # fmt: skip
        if all(isinstance(row, PersonFile) for row in group.rows):
            return Described(_("Archivo"), None, "")
        return None
