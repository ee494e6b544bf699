"""A registry of synthetic persons in a lab's database, indexed by the product itself."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bench.lab import TEMPLATE, Lab, told
from bench.population import Population, Synthetic

SMALL_OFFICE = 300  # persons of the one small office, however many the others have
SHARE_BIG_OFFICE = 0.05
EVERY = round(1 / SHARE_BIG_OFFICE)

# Twenty offices more, and the names once more in a table without policies, for the rivals.
_PREPARE = """
CREATE TABLE bench_plain (person_id uuid NOT NULL, name text NOT NULL);
GRANT SELECT ON bench_plain TO arraigo_web;
INSERT INTO territory_office (code, name, municipality_id, is_active, sort_key)
SELECT 'ZZ' || chr(64 + n), 'Oficina ' || n, (SELECT min(code_ine) FROM territory_municipality),
    true, 'oficina ' || n FROM generate_series(1, 19) n
"""
_STORAGE = """
SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(ARRAY[
    'people_searchentry', 'people_searchword', 'people_searchclue']) name
"""


class Registry:
    """The synthetic persons of a lab's database, loaded as its superuser."""

    def __init__(self, made: Lab, seed: int) -> None:
        self.lab = made
        self.population = Population(seed)
        self.people: list[Synthetic] = []
        self.ids: list[str] = []
        self.connection = self._connect()
        self.connection.execute(_PREPARE)
        rows = self.connection.execute("SELECT code, id FROM territory_office").fetchall()
        self.offices = {str(code): int(ident) for code, ident in rows}
        self.far = [ident for code, ident in self.offices.items() if code.startswith("ZZ")]

    def _connect(self) -> psycopg.Connection:
        url = make_conninfo(self.lab.server.superuser_url, dbname=TEMPLATE)
        connection = psycopg.connect(url, autocommit=True)
        connection.execute("SET session_replication_role = replica")
        return connection

    def settle(self) -> None:
        """Go on with an installation's settings, as searches and writes are measured with."""
        from django.db import connections

        connections.close_all()
        self.connection.close()
        self.lab.settle()
        self.connection = self._connect()

    @property
    def everybody(self) -> range:
        """Return the places of all persons."""
        return range(len(self.people))

    @property
    def of_small_office(self) -> range:
        """Return the places of the small office's persons, the first."""
        return range(SMALL_OFFICE)

    @property
    def of_large_office(self) -> range:
        """Return the places of the large office's persons, every twentieth of the others."""
        return range(SMALL_OFFICE // EVERY * EVERY + EVERY, len(self.people), EVERY)

    def grow(self, size: int) -> float:
        """Add persons until there are `size`, and let the product index them.

        Returns the milliseconds that took for each person.
        """
        began = time.perf_counter()
        first = len(self.people)
        self.people.extend(self.population.draw() for _ in range(size - first))
        self.ids.extend(_uuid(place) for place in range(first, size))
        self._load(range(first, size))
        told(f"{size:,} persons loaded", began)
        began = time.perf_counter()
        self.lab.run("arraigo", "reindex", database=TEMPLATE)
        indexed = time.perf_counter() - began
        told("indexed", began)
        began = time.perf_counter()
        self.connection.execute("VACUUM ANALYZE")
        told("vacuum", began)
        return 1e3 * indexed / (size - first)

    def _office_of(self, place: int) -> int:
        if place in self.of_small_office:
            return self.offices["ESQ"]
        return self.offices["ESC"] if place % EVERY == 0 else self.far[place % len(self.far)]

    def _load(self, places: range) -> None:
        municipality = self._one("SELECT code_ine FROM territory_municipality LIMIT 1")
        maker = self._one("SELECT id FROM accounts_user LIMIT 1")
        from arraigo.core.text import sort_key

        def person(place: int) -> tuple[Any, ...]:
            one = self.people[place]
            key = sort_key(f"{one.surnames} {one.given_names}")
            return (
                self.ids[place], one.given_names, one.surnames, one.sex, 1990, municipality,
                one.cui, True, key, "2026-01-01T12:00Z", maker,
            )  # fmt: skip

        rows: dict[str, Callable[[int], tuple[Any, ...]]] = {
            "people_person (id, given_names, surnames, sex, birth_year, municipality_id, cui, "
            "is_training, sort_key, registered_at, registered_by_id)": person,
            "people_personscope (person_id, office_id, reason)": lambda place: (
                self.ids[place], self._office_of(place), "registered"),
            "people_contactpoint (person_id, phone, owner, is_current, can_call, can_write, hours, "
            "present_as)": lambda place: (
                self.ids[place], self.people[place].phone, "self", True, True, True, "", ""),
            "bench_plain (person_id, name)": lambda place: (
                self.ids[place], " ".join(self.people[place].words)),
        }  # fmt: skip
        for table, row in rows.items():
            with self.connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for place in places:
                    copy.write_row(row(place))

    def _one(self, statement: str) -> Any:
        row = self.connection.execute(statement.encode()).fetchone()
        assert row is not None
        return row[0]

    def storage(self) -> float:
        """Return the megabytes that the search tables and their indexes take."""
        return float(self._one(_STORAGE)) / 1e6


def _uuid(place: int) -> str:
    return str(uuid.UUID(int=random.Random(place).getrandbits(128), version=4))
