"""Who asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from arraigo.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Return the logged-in user of a request. Raises `PermissionDenied` for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
