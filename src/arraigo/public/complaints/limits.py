"""How often one place of the network may send or ask, counted in the cache all processes share.

A kiosk or a reception centre is one place for many people: the limits stop a machine, not them.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from arraigo.accounts.lockout import client_ip

WINDOW_SECONDS = 60 * 60
SENT_PER_WINDOW = 20
ASKED_PER_WINDOW = 30


def too_many(request: HttpRequest, what: str, limit: int) -> bool:
    """Count one more `what` from the request's place; tell whether it is beyond `limit`.

    The cache holds no address: only its keyed hash, for an hour.
    """
    place = (client_ip(request) or "unknown").encode()
    hidden = hmac.new(settings.SEARCH_KEY, place, hashlib.sha256).hexdigest()
    key = f"complaints-{what}-{hidden}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:  # it has just expired
        return False
