"""Multiplies the seed's files into a programme of N persons, with every constraint in force.

Whatever belongs to a person or to an activity is found in the catalogue by its foreign keys and
copied once for each wave by INSERT … SELECT: ids are derived from the seed's, dates move back by
one day a wave, and each person gets a name, a phone, a case code and search keys of her own. Every
constraint holds; only the history of the copies is not written, which no page reads.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from arraigo.casework.codes import code_of
from arraigo.casework.models import Case
from arraigo.casework.models.case import CaseCounter
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.text import sort_key
from arraigo.demo.names import invent_name
from arraigo.people.enums import Sex
from arraigo.people.models import Person
from arraigo.people.search.index import index_people
from arraigo.territory.models import Office

ROOTS = ("people_person", "coordination_activity")
DAYS_APART = 1  # between two waves
INDEXED_AT_ONCE = 1000

_TABLES = """
WITH RECURSIVE owned (oid) AS (
    SELECT t::regclass::oid FROM unnest(%s::text[]) AS t
    UNION
    SELECT f.conrelid FROM pg_constraint f JOIN owned o ON f.confrelid = o.oid
    WHERE f.contype = 'f'
)
SELECT oid::regclass::text FROM owned ORDER BY 1
"""
_COLUMNS = """
SELECT a.attname, a.atttypid::regtype::text, f.confrelid::regclass::text, p.oid IS NOT NULL
FROM pg_attribute a
LEFT JOIN pg_constraint f
    ON f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
LEFT JOIN pg_constraint p
    ON p.conrelid = a.attrelid AND p.contype = 'p' AND p.conkey = ARRAY[a.attnum]
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
_STRIDE = 10_000  # more than any bigint id of the seed's files
_MOVED = {
    "uuid": (
        "overlay(overlay(md5({c}::text || wave) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid"
    ),
    "bigint": "{c} + wave * %(stride)s",
    "date": "{c} - wave * %(days)s",
    "timestamp with time zone": "{c} - wave * %(days)s * interval '1 day'",
}
#: What must differ from copy to copy, and the column of the seed that tells whose it is.
_OWN = {
    ("people_person", "given_names"): "id",
    ("people_person", "surnames"): "id",
    ("people_person", "sort_key"): "id",
    ("people_contactpoint", "phone"): "person_id",
    ("casework_case", "code"): "person_id",
}
_SALTED = {("referrals_answerlink", "token_hash")}


@dataclass(frozen=True)
class Column:
    """A column of a table to copy: the table it points to, and whether it is the key."""

    name: str
    kind: str
    points_to: str | None
    is_key: bool


def grow(persons: int) -> None:
    """Bring the programme from the seed's files to `persons`, a multiple of them."""
    with acting_as(SYSTEM, purpose="bench"), transaction.atomic():
        seeds = list(Person.objects.order_by("registered_at", "pk"))
        waves, rest = divmod(persons, len(seeds))
        if rest:
            raise ValueError(f"{persons} is not a multiple of {len(seeds)}")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            _invent(cursor, seeds, waves)
            tables = _owned(cursor)
            for table in tables:
                _copy(cursor, table, tables[table], set(tables), waves)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                _go_on_after(cursor, table)
            _index_names()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _owned(cursor: Any) -> dict[str, list[Column]]:
    """Return the tables to copy, with their columns."""
    cursor.execute(_TABLES, [list(ROOTS)])
    found: dict[str, list[Column]] = {}
    for (table,) in cursor.fetchall():
        cursor.execute(_COLUMNS, [table])
        found[table] = [Column(*row) for row in cursor.fetchall()]
    return found


def _copy(cursor: Any, table: str, columns: list[Column], owned: set[str], waves: int) -> None:
    """Copy the seed's rows of one table once for each wave after the first."""
    whose = {_OWN[table, column.name] for column in columns if (table, column.name) in _OWN}
    join = "".join(f" JOIN bench_own own USING (wave) WHERE own.seed = s.{name}" for name in whose)
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_value(table, column, owned) for column in columns)
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} "
        f"FROM {table} s CROSS JOIN generate_series(1, %(last)s) AS wave{join}",
        {"last": waves - 1, "stride": _STRIDE, "days": DAYS_APART},
    )


def _value(table: str, column: Column, owned: set[str]) -> str:
    """Return the SQL of what a copy holds in a column."""
    name = f's."{column.name}"'
    if (table, column.name) in _OWN:
        return f'own."{column.name}"'
    if (table, column.name) in _SALTED:
        return f"encode(sha256(({name} || wave)::bytea), 'hex')"
    elsewhere = column.points_to is not None and column.points_to not in owned
    plain_number = column.kind == "bigint" and column.points_to is None and not column.is_key
    if elsewhere or plain_number:
        return name
    return _MOVED.get(column.kind, "{c}").format(c=name)


def _go_on_after(cursor: Any, table: str) -> None:
    """Let the table's sequence, if it has one, go on after the copies."""
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, a.attname) FROM pg_attribute a "
        "WHERE a.attrelid = %s::regclass AND a.attname = 'id'",
        [table, table],
    )
    sequence = (cursor.fetchone() or [None])[0]
    if sequence:
        cursor.execute(f"SELECT setval(%s, (SELECT coalesce(max(id), 1) FROM {table}))", [sequence])


def _invent(cursor: Any, seeds: list[Person], waves: int) -> None:
    """Write down what each copy has of its own: names, phone and case code."""
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_own (seed uuid, wave integer, given_names text,"
        " surnames text, sort_key text, phone text, code text) ON COMMIT DROP"
    )
    random = Random(2026)
    cases = {case.person_id: case for case in Case.objects.select_related("office")}
    last: dict[tuple[Office, int], int] = defaultdict(lambda: len(seeds))
    columns = "seed, wave, given_names, surnames, sort_key, phone, code"
    with cursor.copy(f"COPY bench_own ({columns}) FROM STDIN") as copy:
        for wave in range(1, waves):
            for place, seed in enumerate(seeds):
                given, surnames = invent_name(random, Sex(seed.sex))
                case = cases[seed.pk]
                year = (case.opened_on - timedelta(days=wave * DAYS_APART)).year
                last[case.office, year] += 1
                code = code_of(case.office.code, year, last[case.office, year])
                key = sort_key(f"{surnames} {given}")
                phone = f"+502{40_000_000 + wave * len(seeds) + place}"
                copy.write_row((seed.pk, wave, given, surnames, key, phone, code))
    CaseCounter.objects.bulk_create(
        [CaseCounter(office=of, year=year, last=number) for (of, year), number in last.items()],
        update_conflicts=True, unique_fields=["office", "year"], update_fields=["last"],
    )  # fmt: skip


def _index_names() -> None:
    """Write everybody's search keys anew."""
    people = list(Person.objects.order_by("pk"))
    for first in range(0, len(people), INDEXED_AT_ONCE):
        index_people(people[first : first + INDEXED_AT_ONCE])
