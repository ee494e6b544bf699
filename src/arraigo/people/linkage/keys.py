"""Candidates at the desk: the recipe's blocks as integer keys, found in one index look-up."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.people.linkage.degrees import Record
from arraigo.people.linkage.models import LinkageKey
from arraigo.people.linkage.persons import PERSONS

CANDIDATES = 200


def keys_of(record: Record) -> set[int]:
    """Return a prepared record's keys: one for each side of each block whose values it has."""
    keys = set()
    for number, rule in enumerate(PERSONS.blocks):
        for columns in {rule.left, rule.right or rule.left}:
            values = [record[column] for column in columns]
            if all(value is not None for value in values):
                keys.add(_key(number, values))
    return keys


def _key(rule: int, values: list[Any]) -> int:
    text = "\x1f".join(map(str, ("linkage", rule, *values)))
    digest = hmac.new(settings.SEARCH_KEY, text.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def write_keys(records: Iterable[Record]) -> None:
    """Write the keys of these prepared records anew."""
    by_person = {uuid.UUID(record["id"]): keys_of(record) for record in records}
    LinkageKey.objects.filter(person_id__in=by_person).delete()
    LinkageKey.objects.bulk_create(
        LinkageKey(key=key, person_id=person) for person, keys in by_person.items() for key in keys
    )


_CANDIDATES = """
SELECT place, person_id FROM (
    SELECT sought.place, k.person_id,
        row_number() OVER (PARTITION BY sought.place ORDER BY count(*) DESC, k.person_id) AS rank
    FROM unnest(%(keys)s::bigint[], %(places)s::int[]) AS sought(key, place)
    JOIN people_linkagekey k USING (key)
    WHERE %(everyone)s OR EXISTS (
        SELECT FROM people_personscope s WHERE s.person_id = k.person_id
        AND (s.until IS NULL OR s.until > %(now)s)
        AND (s.office_id = ANY(%(offices)s) OR s.organization_id = ANY(%(organizations)s)))
    GROUP BY sought.place, k.person_id
) met WHERE rank <= %(most)s ORDER BY place, rank
"""


def candidates(record: Record, *, user: Any = None) -> list[uuid.UUID]:
    """Return the ids of the files that share a key with `record`, most keys first.

    At most `CANDIDATES`, and with `user` only from her scope. A job leaves `user` out.
    """
    return candidates_of([record], user=user)[0]


def candidates_of(
    records: Sequence[Record], *, user: Any = None, most: int = CANDIDATES
) -> list[list[uuid.UUID]]:
    """Return the candidates of each of `records`, at most so many of each. One query for all."""
    everyone = user is None or Role.NATIONAL_OFFICER in user.roles
    pairs = [(key, place) for place, record in enumerate(records) for key in keys_of(record)]
    found: list[list[uuid.UUID]] = [[] for _record in records]
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "keys": [key for key, _place in pairs],
                "places": [place for _key, place in pairs],
                "everyone": everyone,
                "offices": [] if everyone else user.office_ids,
                "organizations": [] if everyone else user.organization_ids,
                "now": clock.now(),
                "most": most,
            },
        )
        for place, person_id in cursor.fetchall():
            found[place].append(person_id)
    return found
