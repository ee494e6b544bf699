"""Multiplies the seed's files into a programme of N persons, with every constraint in force.

Whatever belongs to a person or to an activity is found in the catalogue by its foreign keys and
copied once for each wave by INSERT … SELECT: ids are derived from the seed's, dates move back by
one day a wave, and each person gets a name, a phone, a case code and search keys of her own. Every
constraint holds; only the history of the copies is not written, which no page reads.
"""

from __future__ import annotations

from collections import defaultdict
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
from bench.copying import Copies, go_on_after, names, owned

ROOTS = ("people_person", "coordination_activity")
DAYS_APART = 1  # between two waves
INDEXED_AT_ONCE = 1000

#: What must differ from copy to copy, and the column of the seed that tells whose it is.
_OWN = {
    ("people_person", "given_names"): "id",
    ("people_person", "surnames"): "id",
    ("people_person", "sort_key"): "id",
    ("people_contactpoint", "phone"): "person_id",
    ("casework_case", "code"): "person_id",
}


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
            tables = owned(cursor, *ROOTS)
            own = {which: f'own."{which[1]}"' for which in _OWN}
            copies = Copies(tables, f"wave * {DAYS_APART}", own)
            for table in tables:
                _copy(cursor, table, copies, waves)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                go_on_after(cursor, table)
            _index_names()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, table: str, copies: Copies, waves: int) -> None:
    """Copy the seed's rows of one table once for each wave after the first."""
    columns = copies.owned[table]
    whose = {_OWN[table, column.name] for column in columns if (table, column.name) in _OWN}
    join = "".join(f" JOIN bench_own own USING (wave) WHERE own.seed = s.{name}" for name in whose)
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        f"INSERT INTO {table} ({names(columns)}) SELECT {copies.select(table)} "
        f"FROM {table} s CROSS JOIN generate_series(1, %s) AS wave{join}",
        [waves - 1],
    )


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
