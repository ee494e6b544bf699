"""Who may offer a case to another office, and who may answer."""

from __future__ import annotations

from typing import Any

from arraigo.casework.models import Case


def leads(user: Any, office_id: int) -> bool:
    """Tell whether `user` leads the office today."""
    return office_id in user.led_office_ids


def may_ask(case: Case, user: Any) -> bool:
    """Tell whether `user` manages the case or leads its office."""
    manages = case.assignments.filter(until=None, manager=user.pk)
    return leads(user, case.office_id) or manages.exists()
