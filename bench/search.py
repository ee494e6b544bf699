"""Finding a person by a misspelt name: recall and time, from 10,000 to 1,000,000 persons.

    uv run python bench/search.py [--quick] [--json]

Beside it, in the same run on the same persons: PostgreSQL's trigrams and exact match. Everything
is measured as the web's role with the policies on; the rivals get a table without policies,
because under them no trigram index is used (that is measured too).

- `recall_hard`: share of hard questions (two of: a name missing, an initial, two names joined, two
  errors in one word; and more) whose person is among the first ten, asked by a national officer.
- `p95_ms`: the 95th percentile of the time in the database, of the slowest set of questions.
- `page_p95_ms`: the same of a search through the page, from the post to the last byte.
- `growth`: median time in the database of the hard questions, largest to smallest registry.
- `trigrams_to_ours`: median time of trigrams to ours, on the same questions.
"""

from __future__ import annotations

import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg.conninfo import make_conninfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lab import (
    TEMPLATE,
    Browser,
    Lab,
    arguments,
    conclude,
    lab,
    percentile,
    show,
    told,
)
from bench.registry import Population, Searcher, Synthetic

SEED = 2026
SIZES = (10_000, 100_000, 1_000_000)
QUICK = (5_000, 20_000)
QUERIES, QUICK_QUERIES = 500, 200
PAGES, QUICK_PAGES, WARMING = 200, 60, 10
RIVALS, WITH_POLICY, WRITTEN = 100, 5, 200
SMALL_OFFICE = 300  # persons of the one small office, however many the others have
SHARE_BIG_OFFICE = 0.05
MANY = 50_000

_TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE IF NOT EXISTS bench_plain (person_id uuid NOT NULL, name text NOT NULL);
GRANT SELECT ON bench_plain TO arraigo_web;
"""
_RIVALS = """
CREATE INDEX bench_plain_trigrams ON bench_plain USING gin (name gin_trgm_ops);
CREATE INDEX bench_plain_name ON bench_plain (name);
CREATE INDEX bench_person_trigrams ON people_person USING gin (sort_key gin_trgm_ops);
ANALYZE bench_plain, people_person;
"""
# A million persons at once are indexed five times faster while these are away.
_WITHOUT_INDEXES = """
ALTER TABLE people_searchkey DROP CONSTRAINT people_searchkey_pkey;
DROP INDEX {entry};
"""
_WITH_INDEXES = """
ALTER TABLE people_searchkey ADD CONSTRAINT people_searchkey_pkey PRIMARY KEY (key, entry_id);
CREATE INDEX {entry} ON people_searchkey (entry_id);
"""
_ENTRY_INDEX = """
SELECT indexname FROM pg_indexes
WHERE tablename = 'people_searchkey' AND indexdef LIKE '%(entry_id)'
"""
_OFFICES = """
INSERT INTO territory_office (code, name, municipality_id, is_active, sort_key)
SELECT 'ZZ' || chr(64 + n), 'Oficina ' || n, (SELECT min(code_ine) FROM territory_municipality),
    true, 'oficina ' || n FROM generate_series(1, 19) n
"""
_TRIGRAMS = """
SELECT person_id FROM bench_plain WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 10
"""
_UNDER_POLICY = """
SELECT id FROM people_person WHERE sort_key %% %s ORDER BY similarity(sort_key, %s) DESC LIMIT 10
"""
_EXACT = "SELECT person_id FROM bench_plain WHERE name = %s LIMIT 10"
_STORAGE = """
SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(ARRAY[
    'people_searchentry', 'people_searchkey', 'people_searchword', 'people_searchclue']) name
"""


Ask = Callable[[str], Sequence[str]]
Questions = list[tuple[str, str]]  # what is typed, and the id of who is meant


class Registry:
    """The synthetic persons of a lab's database, loaded as its superuser."""

    def __init__(self, made: Lab) -> None:
        self.lab = made
        self.population = Population(SEED)
        self.people: list[Synthetic] = []
        self.ids: list[str] = []
        self.searcher: Searcher | None = None
        self.connection = self._connect()
        self.connection.execute(_TABLES)
        self.connection.execute(_OFFICES)
        rows = self.connection.execute("SELECT code, id FROM territory_office").fetchall()
        self.offices = {str(code): int(ident) for code, ident in rows}
        self.far = [ident for code, ident in self.offices.items() if code.startswith("ZZ")]

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(_superuser(self.lab), autocommit=True)
        connection.execute("SET session_replication_role = replica")
        return connection

    def settle(self) -> None:
        """Go on with an installation's settings, as writes are measured with."""
        from django.db import connections

        connections.close_all()
        self.connection.close()
        self.lab.settle()
        self.connection = self._connect()

    def grow(self, size: int) -> None:
        """Add persons until there are `size`; then let the product index them."""
        began = time.perf_counter()
        first = len(self.people)
        self.people.extend(self.population.draw() for _ in range(size - first))
        self.ids.extend(_uuid(place) for place in range(first, size))
        self._load(range(first, size))
        told(f"{size:,} persons loaded", began)
        self._index(many=size - first > MANY)
        began = time.perf_counter()
        self.connection.execute("VACUUM ANALYZE")
        told("vacuum", began)

    def _index(self, *, many: bool) -> None:
        began = time.perf_counter()
        row = self.connection.execute(_ENTRY_INDEX).fetchone()
        assert row is not None
        if many:
            self._execute(_WITHOUT_INDEXES.format(entry=row[0]))
        self.lab.run("arraigo", "reindex", database=TEMPLATE)
        if many:
            self._execute(_WITH_INDEXES.format(entry=row[0]))
        told("indexed", began)

    def _execute(self, statements: str) -> None:
        self.connection.execute(statements.encode())

    def office_of(self, place: int) -> int:
        """Return whose office a person is: the first are the small office's."""
        if place < SMALL_OFFICE:
            return self.offices["ESQ"]
        if place % round(1 / SHARE_BIG_OFFICE) == 0:
            return self.offices["ESC"]
        return self.far[place % len(self.far)]

    def _load(self, places: range) -> None:
        fetched = self.connection.execute(
            "SELECT code_ine FROM territory_municipality LIMIT 1"
        ).fetchone()
        maker = self.connection.execute("SELECT id FROM accounts_user LIMIT 1").fetchone()
        assert fetched is not None
        assert maker is not None
        from arraigo.core.text import sort_key

        def person(place: int) -> tuple[Any, ...]:
            one = self.people[place]
            key = sort_key(f"{one.surnames} {one.given_names}")
            return (
                self.ids[place], one.given_names, one.surnames, one.sex, 1990, fetched[0], one.cui,
                True, key, "2026-01-01T12:00Z", maker[0],
            )  # fmt: skip

        rows: dict[str, Callable[[int], tuple[Any, ...]]] = {
            "people_person (id, given_names, surnames, sex, birth_year, municipality_id, cui, "
            "is_training, sort_key, registered_at, registered_by_id)": person,
            "people_personscope (person_id, office_id, reason)": lambda place: (
                self.ids[place], self.office_of(place), "registered"),
            "people_contactpoint (person_id, phone, owner, is_current)": lambda place: (
                self.ids[place], self.people[place].phone, "self", True),
            "bench_plain (person_id, name)": lambda place: (
                self.ids[place], " ".join(self.people[place].words)),
        }  # fmt: skip
        for table, row in rows.items():
            with self.connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for place in places:
                    copy.write_row(row(place))

    def questions(self, count: int) -> list[Questions]:
        """Return `count` questions: easy, hard, hard on the small office's and the large one's."""
        size, step = len(self.people), round(1 / SHARE_BIG_OFFICE)
        if self.searcher is None or len(self.searcher.words) < size:
            self.searcher = Searcher(self.people, SEED)
        searcher = self.searcher
        searcher.dice.seed(SEED + size)
        kinds: list[tuple[Callable[[int], str | None], range]] = [
            (searcher.easy, range(size)),
            (searcher.hard, range(size)),
            (searcher.hard, range(SMALL_OFFICE)),
            (searcher.hard, range(SMALL_OFFICE // step * step + step, size, step)),
        ]
        return [self._ask(searcher, kind, places, count) for kind, places in kinds]

    def _ask(
        self, searcher: Searcher, kind: Callable[[int], str | None], places: range, count: int
    ) -> Questions:
        asked: Questions = []
        while len(asked) < count:
            place = searcher.dice.choice(places)
            if (text := kind(place)) is not None:
                asked.append((text, self.ids[place]))
        return asked

    def storage(self) -> float:
        """Return the megabytes that the search tables and their indexes take."""
        row = self.connection.execute(_STORAGE).fetchone()
        assert row is not None
        return float(row[0]) / 1e6


@dataclass
class Outcome:
    """What one way of searching gave: whether each was found, and seconds in the database."""

    found: list[bool]
    seconds: list[float]

    @property
    def recall(self) -> float:
        """Return recall@10."""
        return sum(self.found) / len(self.found)

    def ms(self, share: float) -> float:
        """Return a percentile of the time in the database, in milliseconds."""
        return 1e3 * percentile(self.seconds, share)

    def times(self) -> list[str]:
        """Return p50 and p95 as they are shown."""
        return [f"{self.ms(0.5):.1f}", f"{self.ms(0.95):.1f}"]

    def cells(self) -> list[str]:
        """Return recall, p50 and p95 as they are shown."""
        return [f"{self.recall:.3f}", *self.times()]


def measure(questions: Questions, ask: Ask, actor: Any) -> Outcome:
    """Ask each question as `actor`, counting the time spent waiting for the database."""
    from arraigo.core.context import acting_as

    outcome = Outcome([], [])
    for text, meant in questions:
        with acting_as(actor, purpose="bench"), database_time() as spent:
            outcome.found.append(meant in ask(text))
        outcome.seconds.append(spent[0])
    return outcome


@contextmanager
def database_time() -> Iterator[list[float]]:
    """Yield a list whose one number grows with the seconds spent in statements."""
    from django.db import connection

    spent = [0.0]

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += time.perf_counter() - began

    with connection.execute_wrapper(timed):
        yield spent


def by_words(user: Any) -> Ask:
    """Return the product's own search, as `user`."""
    from arraigo.people.search.find import find_people

    return lambda text: [str(found.person.pk) for found in find_people(text, user=user)]


def by_statement(statement: str, values: int) -> Ask:
    """Return a search by one statement that takes the folded text `values` times."""
    from django.db import connection

    from arraigo.people.search.words import words_of

    def ask(text: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [" ".join(words_of(text))] * values)
            return [str(ident) for (ident,) in cursor.fetchall()]

    return ask


def _superuser(made: Lab) -> str:
    return make_conninfo(made.server.superuser_url, dbname=TEMPLATE)


def _uuid(place: int) -> str:
    return str(uuid.UUID(int=random.Random(place).getrandbits(128), version=4))


def _set_up(made: Lab) -> dict[str, Any]:
    """Make this process a web process of the lab; return the cast."""
    os.environ.update(made.environment(TEMPLATE), DJANGO_SETTINGS_MODULE="arraigo.web.settings")
    django.setup()
    from arraigo.accounts.models import User
    from arraigo.core.context import SYSTEM, acting_as
    from arraigo.demo.cast import create_cast

    with acting_as(SYSTEM, purpose="bench"):
        create_cast()
        return {user.email.split("@")[0]: user for user in User.objects.all()}


def run_size(registry: Registry, cast: dict[str, Any], count: int) -> dict[str, Outcome]:
    """Return what the product's search gave with the registry as large as it is now."""
    from arraigo.core.context import Actor

    nation, small, big = cast["oficial"], cast["promotora.esq"], cast["promotora"]
    began = time.perf_counter()
    easy, hard, of_small, of_big = registry.questions(count)
    told(f"{count} questions of each kind thought up", began)
    began = time.perf_counter()
    outcomes = {
        "easy": measure(easy, by_words(nation), Actor.user(nation)),
        "hard": measure(hard, by_words(nation), Actor.user(nation)),
        "hard, small office": measure(of_small, by_words(small), Actor.user(small)),
        "hard, large office": measure(of_big, by_words(big), Actor.user(big)),
    }
    told("searched", began)
    return outcomes


def run_rivals(registry: Registry, cast: dict[str, Any]) -> dict[str, Outcome]:
    """Return what trigrams and exact match gave on the same hard questions."""
    from arraigo.core.context import Actor

    began = time.perf_counter()
    registry.connection.execute(_RIVALS.encode())
    _easy, hard, _small, _big = registry.questions(RIVALS)
    actor = Actor.user(cast["oficial"])
    outcomes = {
        "pg_trgm, no policy": measure(hard, by_statement(_TRIGRAMS, 2), actor),
        "pg_trgm under the policy": measure(
            hard[:WITH_POLICY], by_statement(_UNDER_POLICY, 2), actor
        ),
        "exact match": measure(hard, by_statement(_EXACT, 1), actor),
    }
    told("rivals searched", began)
    return outcomes


def run_writes(registry: Registry, cast: dict[str, Any]) -> Outcome:
    """Return the time in the database of writing one person's keys anew."""
    from arraigo.core.context import Actor, acting_as
    from arraigo.people.models import Person
    from arraigo.people.search.index import index_person

    outcome = Outcome([], [])
    for ident in random.Random(SEED).sample(registry.ids, WRITTEN):
        with acting_as(Actor.user(cast["oficial"]), purpose="bench"):
            person = Person.objects.get(pk=ident)
            with database_time() as spent:
                index_person(person)
        outcome.seconds.append(spent[0])
    return outcome


def run_pages(registry: Registry, cast: dict[str, Any], count: int) -> Outcome:
    """Return the time of a whole search through the page: the post and where it leads."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from arraigo.core.context import SYSTEM, acting_as

    user = cast["promotora"]
    with acting_as(SYSTEM, purpose="bench"):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
    outcome = Outcome([], [])
    *_others, of_big = registry.questions(count + WARMING)
    with registry.lab.site(TEMPLATE) as site:
        browser = Browser(site, str(session.session_key))
        browser.get("/hoy/")
        for text, _meant in of_big:
            outcome.seconds.append(browser.post("/buscar/", q=text))
        browser.close()
    del outcome.seconds[:WARMING]
    return outcome


def main() -> None:
    """Run the benchmark and print what it found."""
    instead = f"{QUICK[0]:,} and {QUICK[1]:,} persons instead of up to {SIZES[-1]:,}"
    options = arguments(__doc__ or "", quick=instead)
    sizes = QUICK if options.quick else SIZES
    count, pages = (QUICK_QUERIES, QUICK_PAGES) if options.quick else (QUERIES, PAGES)
    with lab() as made:
        cast = _set_up(made)
        registry = Registry(made)
        by_size: dict[int, dict[str, Outcome]] = {}
        for size in sizes:
            registry.grow(size)
            by_size[size] = run_size(registry, cast, count)
        registry.settle()
        written, paged = run_writes(registry, cast), run_pages(registry, cast, pages)
        megabytes = registry.storage()
        rivals = run_rivals(registry, cast)
    conclude(report(by_size, rivals, written, paged, megabytes), as_json=options.json)


def report(
    by_size: dict[int, dict[str, Outcome]], rivals: dict[str, Outcome], written: Outcome,
    paged: Outcome, megabytes: float,
) -> dict[str, Any]:  # fmt: skip
    """Print the table and return the figures."""
    rows = [
        [f"{size:,}", name, *outcome.cells()]
        for size, outcomes in by_size.items()
        for name, outcome in outcomes.items()
    ]
    largest, smallest = max(by_size), min(by_size)
    rows += [[f"{largest:,}", name, *outcome.cells()] for name, outcome in rivals.items()]
    rows.append([f"{largest:,}", "write one person's keys", "", *written.times()])
    rows.append([f"{largest:,}", "search through the page", "", *paged.times()])
    show("Search by a misspelt name", ["persons", "set", "recall@10", "p50 ms", "p95 ms"], rows)
    ours = by_size[largest]
    trigrams = rivals["pg_trgm, no policy"]
    return {
        "persons": largest,
        "recall_easy": round(ours["easy"].recall, 4),
        "recall_hard": round(ours["hard"].recall, 4),
        "recall_hard_small_office": round(ours["hard, small office"].recall, 4),
        "recall_hard_trigrams": round(trigrams.recall, 4),
        "p50_ms": round(ours["hard"].ms(0.5), 1),
        "p95_ms": round(max(outcome.ms(0.95) for outcome in ours.values()), 1),
        "p95_ms_trigrams": round(trigrams.ms(0.95), 1),
        "trigrams_to_ours": round(trigrams.ms(0.5) / ours["hard"].ms(0.5), 1),
        "growth": round(ours["hard"].ms(0.5) / by_size[smallest]["hard"].ms(0.5), 2),
        "page_p95_ms": round(paged.ms(0.95), 1),
        "write_p95_ms": round(written.ms(0.95), 1),
        "storage_mb": round(megabytes),
    }


if __name__ == "__main__":
    main()
