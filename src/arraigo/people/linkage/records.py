"""Persons as the recipe reads them, from the database or from what has just been answered."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection
from psycopg.rows import dict_row

from arraigo.people.cui import LENGTH, digits
from arraigo.people.inputs import Registration
from arraigo.people.linkage.persons import prepared

PHONE_DIGITS = 8
SMALLEST_REGISTRY = 1_000  # below it the prior would say more than the data

_RECORDS = """
SELECT p.id::text AS id, p.given_names, p.surnames, p.sex, p.birth_year::int AS birth_year,
       p.municipality_id AS municipality, p.cui,
       coalesce(phones.numbers[1], '') AS phone, coalesce(phones.numbers[2], '') AS other_phone,
       coalesce(returns.latest::text, '') AS returned_on
FROM people_person p
LEFT JOIN LATERAL (
    SELECT array_agg(right(c.phone, 8) ORDER BY c.id DESC) AS numbers
    FROM people_contactpoint c WHERE c.person_id = p.id AND c.is_current AND c.phone <> ''
) phones ON true
LEFT JOIN LATERAL (
    SELECT max(r.returned_on) AS latest FROM people_returnevent r WHERE r.person_id = p.id
) returns ON true
"""
_STANDING = "WHERE NOT EXISTS (SELECT FROM people_personalias a WHERE a.person_id = p.id)"
_COPY_TYPES = ["text", "text", "text", "text", "int4", *["text"] * 5]
_COLUMNS = (
    "id", "given_names", "surnames", "sex", "birth_year", "municipality", "cui", "phone",
    "other_phone", "returned_on",
)  # fmt: skip


def all_records() -> Iterator[dict[str, Any]]:
    """Yield every standing file, unprepared, straight from the database. For a job."""
    with (
        connection.cursor() as wrapped,
        wrapped.cursor.copy(f"COPY ({_RECORDS} {_STANDING}) TO STDOUT") as copy,
    ):
        copy.set_types(_COPY_TYPES)
        for row in copy.rows():
            yield dict(zip(_COLUMNS, row, strict=True))


def records_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return the prepared records of these persons, as far as the actor may see them, by id."""
    with connection.cursor() as wrapped:
        cursor = wrapped.connection.cursor(row_factory=dict_row)
        cursor.execute(f"{_RECORDS} WHERE p.id = ANY(%s)", [list(ids)])
        return {uuid.UUID(row["id"]): prepared(row) for row in cursor}


def record_of(data: Registration) -> dict[str, Any]:
    """Return the prepared record of somebody about to be registered."""
    return prepared(
        {
            "id": str(data.id),
            "given_names": data.given_names,
            "surnames": data.surnames,
            "sex": data.sex,
            "birth_year": data.birth_year,
            "municipality": data.municipality.pk,
            "phone": digits(data.phone)[-PHONE_DIGITS:],
            "cui": data.cui,
            "returned_on": data.returned_on.isoformat(),
        }
    )


def halves_of_name(text: str) -> tuple[str, str]:
    """Return the given names and the surnames of a name typed in one; numbers in it are left out.

    Of an odd number of words one more is a surname: two surnames after one given name are four
    times as common in Guatemala as the other way round, and «de León» is one of two words.
    """
    words = [word for word in text.split() if not digits(word)]
    half = max(1, len(words) // 2)
    return " ".join(words[:half]), " ".join(words[half:])


def record_of_search(text: str) -> dict[str, Any]:
    """Return what a search already tells: given names and surnames, a phone or a CUI."""
    number = digits(text)
    given_names, surnames = halves_of_name(text)
    return prepared(
        {
            "id": "",
            "given_names": given_names,
            "surnames": surnames,
            "sex": "",
            "birth_year": None,
            "municipality": "",
            "phone": number if len(number) == PHONE_DIGITS else "",
            "cui": number if len(number) == LENGTH else "",
            "returned_on": "",
        }
    )


def registry_size() -> int:
    """Return about how many persons are registered, as PostgreSQL's statistics have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = 'people_person'::regclass"
        )
        (estimate,) = cursor.fetchone()
    return max(int(estimate), SMALLEST_REGISTRY)
