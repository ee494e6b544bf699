"""Training: the accounts anyone may practise with, and their codes of the second factor.

Nothing here answers outside training mode, nor for an account that is not of training.
"""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from arraigo.accounts.models import User

#: The same for all training accounts, on purpose: it opens fictitious data only.
PASSWORD = "capacitacion-2026"  # noqa: S105

#: A code shown on the page stays good for five minutes, so that nobody has to hurry.
CODES_ACCEPTED = 10


def training_users() -> list[User]:
    """Return the training accounts in use, in the order made; none outside training mode."""
    if not settings.TRAINING_MODE:
        return []
    return list(User.objects.filter(is_training=True, is_active=True).order_by("id"))


def practice_codes(user: User) -> list[str]:
    """Return the codes a training account may enter now, the present one first."""
    if not settings.TRAINING_MODE or not user.is_training:
        return []
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return []
    secret = decrypt(authenticator.data["secret"])
    now = int(time.time()) // app_settings.TOTP_PERIOD
    return [format_hotp_value(hotp_value(secret, now - ago)) for ago in range(CODES_ACCEPTED)]
