"""Where sessions are kept: Django's database store, whose rows also say whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY as USER
from django.contrib.sessions.backends import db

if TYPE_CHECKING:
    from arraigo.accounts.sessions.models import Session

#: What a session holds about itself: when it began, the last page, the device.
ENTERED, SEEN, DEVICE = "entered_at", "seen_at", "device"


class SessionStore(db.SessionStore):
    """Writes whose session it is, from which device, since when and the last page, as columns."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of the rows."""
        from arraigo.accounts.sessions.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row that stands for `data`."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(USER)
        row.device = data.get(DEVICE, "")
        row.entered_at, row.seen_at = data.get(ENTERED), data.get(SEEN)
        session: Session = row
        return session
