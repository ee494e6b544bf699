"""Writes about the address of a calendar."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.models import User
from arraigo.casework.calendar.models import CalendarFeed, CalendarUse
from arraigo.core import clock, tokens
from arraigo.core.transitions import Refused

#: When it was last fetched is written down at most this often.
NOTED_EVERY: Final = timedelta(hours=1)


@transaction.atomic
def make_address(*, id: uuid.UUID, user: Any) -> tuple[CalendarFeed, str]:
    """Make the address of the user's calendar and return it with its secret, which is not kept.

    The one before it ends. The same form sent again, before a calendar came for the first time,
    gives another secret. Raises `Refused` to whoever works with no office's files.
    """
    if not user.roles & set(OFFICE_ROLES):
        raise Refused(_("Su función no tiene agenda de seguimientos."))
    User.objects.select_for_update().get(pk=user.pk)
    secret, hashed = tokens.new_token()
    known = CalendarFeed.objects.in_force().filter(pk=id, user=user, use=None).first()
    if known is not None:
        known.token_hash = hashed
        known.save(update_fields=["token_hash"])
        return known, secret
    if CalendarFeed.objects.filter(pk=id).exists():
        raise Refused(_("Este formulario ya se usó. Ábralo de nuevo."))
    revoke_address(user=user)
    return CalendarFeed.objects.create(id=id, user=user, token_hash=hashed), secret


@transaction.atomic
def revoke_address(*, user: Any) -> None:
    """Let the user's address answer no more. Twice is once."""
    for feed in CalendarFeed.objects.in_force().select_for_update().filter(user=user):
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])


def feed_by(secret: str) -> CalendarFeed | None:
    """Return the address that has this secret and still answers, with its user; else None.

    The user must still be active and work with an office's files.
    """
    found = (
        CalendarFeed.objects.in_force().select_related("user")
        .filter(token_hash=tokens.hash_token(secret), user__is_active=True).first()
    )  # fmt: skip
    return found if found is not None and found.user.roles & set(OFFICE_ROLES) else None


def note_use(feed: CalendarFeed) -> None:
    """Note that a calendar came, at most once an hour."""
    now = clock.now()
    use, is_new = CalendarUse.objects.get_or_create(feed=feed, defaults={"seen_at": now})
    if not is_new and now - use.seen_at >= NOTED_EVERY:
        CalendarUse.objects.filter(feed=feed).update(seen_at=now)
