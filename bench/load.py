"""Loads a national programme of N persons: the seed's files, copied by COPY with triggers off.

What belongs to a person is found in the catalogue (`copying`). The seed's rows are put aside in a
schema of their own, the tables are emptied, and each is filled from one connection to the other as
the superuser, whom no policy or trigger concerns. Indexes are built at the end of each table: they
are marked as not kept up, which `REINDEX` takes back, so that none has to be told apart, named and
made again. Persons come first, so that they can be indexed by name meanwhile. Every check and every
unique constraint holds; foreign keys hold because ids are derived from the seed's. History is not
written; traces are, of who opened which case.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import psycopg

from bench import nation
from bench.copying import Column, Copies, go_on_after, names, owned
from bench.lab import told

#: Made anew from the names afterwards, or only for registering, which is not measured here.
DERIVED = ("people_searchentry", "people_searchword", "people_searchclue", "people_linkagekey")
TOLD = 1_000_000  # rows of a table whose loading is worth a line
TRACES = 4  # of each open case, in the last four weeks

_OWN = {
    ("people_person", "given_names"): ("person", "id", "own.given_names"),
    ("people_person", "surnames"): ("person", "id", "own.surnames"),
    ("people_person", "sort_key"): ("person", "id", "own.sort_key"),
    ("people_person", "municipality_id"): ("person", "id", "town.code_ine"),
    ("people_contactpoint", "phone"): ("person", "person_id", "own.phone"),
    ("casework_case", "code"): ("case", "id", "own.code"),
}
#: Laid down in the order they were written in, as they are in life: an index relies on it.
_IN_ORDER = {"casework_caseevent": "recorded_at"}
_DAYS = "w.recent + CASE WHEN s.bench_old THEN w.old ELSE 0 END"
_PLACES = {
    "accounts_user": (
        "CASE {{c}} WHEN {promotor} THEN w.promotor WHEN {lead} THEN w.lead ELSE {{c}} END"
    ),
    "territory_office": "CASE WHEN {{c}} IS NOT NULL THEN w.office END",
}
_OLD = """
ALTER TABLE bench.{table} ADD bench_old boolean NOT NULL DEFAULT true;
UPDATE bench.{table} s SET bench_old = bench_person IN (SELECT id FROM bench.person WHERE NOT old)
"""
_TRACES = """
INSERT INTO core_trace (at, actor_kind, actor_id, person_id, purpose, request_id)
SELECT now() - (abs(hashtext(a.person_id::text || n)) %% 40000)
    * interval '1 minute', 'user', a.manager_id::text, a.person_id, 'desk:case', gen_random_uuid()
FROM casework_caseassignment a JOIN casework_case c ON c.id = a.case_id,
    generate_series(1, %s) n
WHERE a.until IS NULL AND c.closed_on IS NULL
"""
_COUNTERS = """
INSERT INTO casework_casecounter (office_id, year, last)
SELECT office_id, extract(year FROM opened_on), count(*) FROM casework_case GROUP BY 1, 2
ON CONFLICT (office_id, year) DO UPDATE SET last = EXCLUDED.last
"""
_FAST = """
SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB';
SET max_parallel_maintenance_workers = 2
"""


def load_people(superuser: str, persons: int) -> dict[str, int]:
    """Make the offices and the persons of a programme of `persons`, a multiple of the seed's.

    Returns the rows of each table. What it needed on the way stays in the schema `bench`, which no
    page knows.
    """
    with _connect(superuser, autocommit=True) as read:
        began = time.perf_counter()
        tables = _put_aside(read.cursor())
        waves = _waves(read.cursor(), persons)
        nation.hire(read.cursor(), waves)
        nation.name(read.cursor(), waves)
        read.execute("ANALYZE")
        told("names", began)
        rows = _copy_all(superuser, read.cursor(), tables, _first(tables), list(tables))
        read.execute("ANALYZE people_person, people_contactpoint, people_personscope")
        told("people copied", began)
    return rows


def load_cases(superuser: str) -> dict[str, int]:
    """Fill all other tables; return the rows of each. Meanwhile persons may be indexed by name."""
    with _connect(superuser, autocommit=True) as read:
        cursor, began = read.cursor(), time.perf_counter()
        with _connect(superuser) as write:
            nation.number(cursor, write.cursor())
        cursor.execute("ANALYZE bench.own_case")
        tables = owned(cursor, "people_person")
        others = [table for table in tables if table not in _first(tables)]
        rows = _copy_all(superuser, cursor, tables, others, others)
        told("cases copied", began)
        cursor.execute("TRUNCATE core_trace")
        cursor.execute(_TRACES, [TRACES])
        cursor.execute(_COUNTERS)
        for table in (*tables, "accounts_user", "accounts_membership", "territory_office"):
            go_on_after(cursor, table)
        cursor.execute("ANALYZE")
        told("loaded", began)
    return rows


def _first(tables: Iterable[str]) -> list[str]:
    """Return the tables that persons are indexed by, or that hold that."""
    found_by = {"people_person", "people_contactpoint", "people_personscope", *DERIVED}
    return [table for table in tables if table in found_by]


def _connect(superuser: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Return a connection that takes several statements at once and keeps up no trigger."""
    made = psycopg.connect(superuser, autocommit=autocommit, cursor_factory=psycopg.ClientCursor)
    made.execute(_FAST)
    return made


def _waves(cursor: Any, persons: int) -> int:
    cursor.execute("SELECT count(*) FROM bench.people_person")
    (seeds,) = cursor.fetchone()
    waves, rest = divmod(persons, seeds)
    if rest:
        raise ValueError(f"{persons} is not a multiple of {seeds}")
    return int(waves)


def _put_aside(cursor: Any) -> dict[str, list[Column]]:
    """Keep the seed's rows in the schema `bench`, each with its person; return their tables."""
    cursor.execute("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench")
    tables = owned(cursor, "people_person")
    waiting, done = dict(tables), set[str]()
    while waiting:
        for table, columns in list(waiting.items()):
            path = _path(table, columns, done)
            if path is not None:
                cursor.execute(f"CREATE TABLE bench.{table} AS SELECT s.*, {path}")
                done.add(table)
                del waiting[table]
    cursor.execute(
        "CREATE TABLE bench.person AS SELECT p.id, NOT EXISTS (SELECT FROM bench.casework_case c"
        " WHERE c.person_id = p.id AND c.closed_on IS NULL) AS old FROM bench.people_person p"
    )
    for table in tables:
        cursor.execute(_OLD.format(table=table))
    return tables


def _path(table: str, columns: list[Column], done: set[str]) -> str | None:
    """Return whose a row is, and where that is read, if the tables on the way are put aside."""
    if table == "people_person":
        return f"s.id AS bench_person FROM {table} s"
    pointing = [column for column in columns if column.points_to is not None]
    for column in sorted(pointing, key=lambda column: column.name != "person_id"):
        if column.points_to == "people_person":
            return f's."{column.name}" AS bench_person FROM {table} s'
    for column in pointing:
        if column.points_to in done:
            return (
                f"up.bench_person FROM {table} s "
                f'LEFT JOIN bench.{column.points_to} up ON up.id = s."{column.name}"'
            )
    return None


def _copy_all(
    superuser: str, read: Any, tables: dict[str, list[Column]], wanted: list[str],
    emptied: list[str],
) -> dict[str, int]:  # fmt: skip
    """Empty some tables and fill those `wanted` with the copies; return how many rows each has."""
    own = {which: sql for which, (_own, _of, sql) in _OWN.items()}
    copies = Copies(tables, _DAYS, own, _places(read), "w.wave")
    rows: dict[str, int] = {}
    with _connect(superuser) as connection:
        write = connection.cursor()
        write.execute(f"TRUNCATE {', '.join(emptied)}")
        write.execute(
            "UPDATE pg_index SET indisready = false WHERE indrelid = ANY(%s::regclass[])", [wanted]
        )
        for table in wanted:
            began = time.perf_counter()
            if table not in DERIVED:
                rows[table] = _copy(read, write, table, copies)
            write.execute(f"REINDEX TABLE {table}")
            if rows.get(table, 0) > TOLD:
                told(f"{table} {rows[table]:,}", began)
    return {table: number for table, number in rows.items() if number}


def _places(cursor: Any) -> dict[str, str]:
    """Return who and which office stand in a copy for the seed's."""
    cursor.execute(
        "SELECT (SELECT promotor FROM bench.team WHERE place = 0),"
        " (SELECT lead FROM bench.lead WHERE office = 0)"
    )
    promotor, lead = cursor.fetchone()
    return {to: sql.format(promotor=promotor, lead=lead) for to, sql in _PLACES.items()}


def _copy(read: Any, write: Any, table: str, copies: Copies) -> int:
    """Fill one table from what was put aside, and return how many rows it has."""
    columns = copies.owned[table]
    joins = {_OWN[table, column.name][:2] for column in columns if (table, column.name) in _OWN}
    join = "".join(
        f" JOIN bench.own_{what} own ON own.wave = w.wave AND own.seed = s.{of}"
        + (" JOIN bench.town ON town.place = w.office_place AND town.number = own.town"
           if table == "people_person" else "")
        for what, of in joins
    )  # fmt: skip
    values = ", ".join(f"({copies.value(table, each)})::{each.kind}" for each in columns)
    source = f"SELECT {values} FROM bench.{table} s CROSS JOIN bench.wave w{join}"
    if table in _IN_ORDER:
        number = [each.name for each in columns].index(_IN_ORDER[table]) + 1
        source += f" ORDER BY {number}"
    with (
        read.copy(f"COPY ({source}) TO STDOUT (FORMAT BINARY)") as given,
        write.copy(f"COPY {table} ({names(columns)}) FROM STDIN (FORMAT BINARY, FREEZE)") as taken,
    ):
        for block in given:
            taken.write(block)
    return int(write.rowcount)
