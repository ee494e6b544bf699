"""Writes about sessions. A session that was ended opens nothing from its next request on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare

from arraigo.accounts.sessions.models import AccountEvent, AccountEventKind, Session


@transaction.atomic
def end_session(*, user: Any, mark: str) -> bool:
    """End the session of the user's own that a page calls `mark`; tell whether there was one."""
    for session in Session.objects.of(user):
        if constant_time_compare(session.mark, mark):
            _end(user, Session.objects.filter(pk=session.pk), AccountEventKind.SESSION_ENDED, user)
            return True
    return False


@transaction.atomic
def end_other_sessions(
    *, user: Any, keep: str | None, kind: AccountEventKind = AccountEventKind.OTHERS_ENDED
) -> int:
    """End the user's sessions but the one with the key `keep`; return how many there were."""
    return _end(user, Session.objects.filter(user=user).exclude(pk=keep or ""), kind, user)


@transaction.atomic
def end_all_sessions(*, user: Any, by: Any, kind: AccountEventKind) -> int:
    """End every session of somebody, as administration does; return how many there were."""
    return _end(user, Session.objects.filter(user=user), kind, by)


def _end(user: Any, sessions: Any, kind: AccountEventKind, by: Any) -> int:
    ended, _by_model = sessions.delete()
    AccountEvent.objects.create(user=user, kind=kind, by=by, sessions=ended)
    return int(ended)
