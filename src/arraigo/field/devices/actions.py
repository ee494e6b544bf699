"""Writes about devices."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.models import User
from arraigo.core import clock, tokens
from arraigo.core.transitions import Refused
from arraigo.field.models import Device, DeviceUse

#: How many phones one user may have at once: her own, and one of the office.
MOST: Final = 5
#: When it was last seen is written down at most this often.
NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def enrol(*, id: uuid.UUID, user: Any, name: str) -> tuple[Device, str]:
    """Enrol a phone of the user's and return it with its secret, which is not kept.

    The same form sent again, before the phone came for the first time, gives it another secret.
    Raises `Refused` to whoever works with no office's files, and for one phone too many.
    """
    if not user.roles & set(OFFICE_ROLES):
        raise Refused(_("Su función no trabaja con teléfonos de campo."))
    User.objects.select_for_update().get(pk=user.pk)
    secret, hashed = tokens.new_token()
    known = Device.objects.in_force().filter(pk=id, user=user, use=None).first()
    if known is not None:
        known.token_hash = hashed
        known.save(update_fields=["token_hash"])
        return known, secret
    if Device.objects.in_force().filter(user=user).count() >= MOST:
        raise Refused(_("Ya tiene cinco teléfonos. Quite uno que ya no use."))
    if Device.objects.filter(pk=id).exists():
        raise Refused(_("Ese teléfono ya está agregado. Agréguelo de nuevo desde el principio."))
    return Device.objects.create(id=id, user=user, name=name.strip(), token_hash=hashed), secret


@transaction.atomic
def revoke(*, device: Device, user: Any) -> Device:
    """Let a phone come no more, and return it. Twice is once."""
    locked = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if not locked.is_revoked:
        locked.revoked_at, locked.revoked_by = clock.now(), user
        locked.save(update_fields=["revoked_at", "revoked_by"])
    return locked


def device_by(secret: str) -> Device | None:
    """Return the phone that holds this secret and may come, with its user; else None.

    The user must still be active and work with an office's files.
    """
    found = (
        Device.objects.in_force().select_related("user")
        .filter(token_hash=tokens.hash_token(secret), user__is_active=True).first()
    )  # fmt: skip
    return found if found is not None and found.user.roles & set(OFFICE_ROLES) else None


def _with(column: str, fetched: dict[str, Any]) -> Func:
    """Return the column with more in it, put together where it stands: nothing is lost."""
    more = Value(fetched, JSONField())
    return Func(F(column), more, template="%(expressions)s", arg_joiner=" || ")


def note_use(device: Device, app: str, **held: Any) -> None:
    """Note that the phone came, with which program and what it fetched; rarely, if nothing new.

    `held` is `forms` or `lists`: what was fetched now, by name.
    """
    now = clock.now()
    use, is_new = DeviceUse.objects.get_or_create(
        device=device, defaults={"seen_at": now, "app": app[:120], **held}
    )
    news = {
        name: _with(name, fetched)
        for name, fetched in held.items()
        if not fetched.items() <= getattr(use, name).items()
    }
    if is_new or (not news and now - use.seen_at < NOTED_EVERY):
        return
    DeviceUse.objects.filter(device=device).update(seen_at=now, app=app[:120], **news)
