"""Traces: who was shown which person, when and what for.

One row per person shown, in the same transaction as the read. The web's role may insert and
read traces, never change or delete them (domain/privacy: OWASP ASVS 5.0 16.3.2).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection

from arraigo.core.context import Context, current

_INSERT = """
INSERT INTO core_trace (at, actor_kind, actor_id, person_id, purpose, request_id)
SELECT core_now(), %s, %s, shown.person_id, shown.purpose, %s
FROM unnest(%s::uuid[], %s::text[]) AS shown(person_id, purpose)
"""


def show(person_ids: Iterable[uuid.UUID], how: str = "") -> None:
    """Note that these persons are shown now, for `how` (default: the context's purpose)."""
    current().show(person_ids, how)


def write_traces(context: Context) -> None:
    """Write the context's collected traces with one statement, and forget them."""
    people, purposes = list(context.shown), list(context.shown.values())
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            (
                context.actor.kind.value,
                context.actor.ident,
                context.request_id,
                people,
                purposes,
            ),
        )
    context.shown.clear()
