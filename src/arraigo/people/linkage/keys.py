"""Candidates at the desk: the recipe's blocks as integer keys, found in one index look-up."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection

from arraigo.accounts.enums import Role
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
SELECT person_id FROM people_linkagekey k WHERE key = ANY(%(keys)s) AND (%(everyone)s OR EXISTS (
    SELECT FROM people_personscope s WHERE s.person_id = k.person_id
    AND (s.office_id = ANY(%(offices)s) OR s.organization_id = ANY(%(organizations)s))
)) GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT %(limit)s
"""


def candidates(record: Record, *, user: Any = None) -> list[uuid.UUID]:
    """Return the ids of the files that share a key with `record`, most keys first.

    At most `CANDIDATES`, and with `user` only from her scope. A job leaves `user` out.
    """
    everyone = user is None or Role.NATIONAL_OFFICER in user.roles
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "keys": list(keys_of(record)),
                "everyone": everyone,
                "offices": [] if everyone else user.office_ids,
                "organizations": [] if everyone else user.organization_ids,
                "limit": CANDIDATES,
            },
        )
        return [person_id for (person_id,) in cursor.fetchall()]
