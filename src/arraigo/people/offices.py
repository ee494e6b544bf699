"""Which office a user registers a person in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from arraigo.territory.models import Municipality, Office


def office_of(user: Any, municipality: Municipality | None = None) -> Office:
    """Return the user's office that covers `municipality`, or her first one.

    Raises `PermissionDenied` for a user without an office.
    """
    offices = Office.objects.filter(pk__in=user.office_ids)
    covering = offices.filter(municipalities=municipality).first() if municipality else None
    office = covering or offices.first()
    if office is None:
        raise PermissionDenied
    return office
