"""Who entered, left, was refused, or changed how she enters: one log line each, by the user's id.

What was typed is never written: a password is often typed in the wrong box.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from arraigo.accounts.lockout import client_ip, typed_address
from arraigo.accounts.models import User

logger = logging.getLogger(__name__)

#: What is written when each signal comes.
EVENTS: dict[Signal, str] = {
    auth.user_logged_in: "entered",
    auth.user_logged_out: "left",
    account.authentication_step_completed: "proved",
    account.password_changed: "password changed",
    account.password_reset: "password reset",
    account.password_set: "password set",
    mfa.authenticator_added: "second factor added",
    mfa.authenticator_removed: "second factor removed",
    mfa.authenticator_reset: "second factor reset",
    mfa.authentication_failed: "wrong code",
}


def listen() -> None:
    """Write a line for each event from now on."""
    for signal, what in EVENTS.items():
        signal.connect(_writer(what), weak=False, dispatch_uid=f"event {what}")
    auth.user_login_failed.connect(_write_refused, dispatch_uid="event refused")


def _writer(what: str) -> Callable[..., None]:
    def write(
        sender: Any, request: HttpRequest | None = None, user: Any = None, **more: Any
    ) -> None:
        how = more.get("method") or getattr(more.get("authenticator"), "type", "")
        logger.info("%s user=%s how=%s from=%s", what, _id(user), how or "-", _place(request))

    return write


def _write_refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any
) -> None:
    """Write that a password was wrong, and for whose account if there is one."""
    typed = typed_address(request, credentials) if request else None
    owner = User.objects.filter(email__iexact=typed).first() if typed else None
    logger.warning("refused user=%s how=password from=%s", _id(owner), _place(request))


def _id(user: Any) -> str:
    return str(getattr(user, "pk", None) or "-")


def _place(request: HttpRequest | None) -> str:
    return (client_ip(request) if request else None) or "-"
