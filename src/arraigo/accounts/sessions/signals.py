"""A new password, or a second factor that was lost, ends the sessions that knew the old one."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.http import HttpRequest

from arraigo.accounts.sessions.actions import end_other_sessions
from arraigo.accounts.sessions.models import AccountEventKind


def connect() -> None:
    """Listen to allauth."""
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_password_is_new, dispatch_uid="accounts.sessions.password")
    authenticator_removed.connect(_factor_is_lost, dispatch_uid="accounts.sessions.factor")


def _password_is_new(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    end_other_sessions(user=user, keep=request.session.session_key, kind=AccountEventKind.PASSWORD)


def _factor_is_lost(
    request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        end_other_sessions(
            user=user, keep=request.session.session_key, kind=AccountEventKind.FACTOR_LOST
        )
