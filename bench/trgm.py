"""The rivals of the search: PostgreSQL's trigrams and exact match, on the same questions."""

from __future__ import annotations

import time
from typing import Any

from bench.asking import Ask, Outcome, measure
from bench.lab import told
from bench.questions import Question
from bench.registry import Registry

WITH_POLICY = 5  # questions; each reads the whole table

_INDEXES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX bench_plain_trigrams ON bench_plain USING gin (name gin_trgm_ops);
CREATE INDEX bench_plain_name ON bench_plain (name);
CREATE INDEX bench_person_trigrams ON people_person USING gin (sort_key gin_trgm_ops);
ANALYZE bench_plain, people_person;
"""
_TRIGRAMS = """
SELECT person_id FROM bench_plain WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 10
"""
_UNDER_POLICY = """
SELECT id FROM people_person WHERE sort_key %% %s ORDER BY similarity(sort_key, %s) DESC LIMIT 10
"""
_EXACT = "SELECT person_id FROM bench_plain WHERE name = %s LIMIT 10"


def run_rivals(registry: Registry, hard: list[Question], user: Any) -> dict[str, Outcome]:
    """Return what trigrams and exact match give as `user`; trigrams also under the policy."""
    began = time.perf_counter()
    registry.connection.execute(_INDEXES.encode())
    told("rivals' indexes built", began)
    began = time.perf_counter()
    outcomes = {
        "pg_trgm, no policy": measure(hard, _by(_TRIGRAMS, 2), user),
        "pg_trgm under the policy": measure(hard[:WITH_POLICY], _by(_UNDER_POLICY, 2), user),
        "exact match": measure(hard, _by(_EXACT, 1), user),
    }
    told("rivals searched", began)
    return outcomes


def _by(statement: str, values: int) -> Ask:
    """Return a search by one statement that takes the folded text `values` times."""
    from django.db import connection

    from arraigo.people.search.words import words_of

    def ask(text: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [" ".join(words_of(text))] * values)
            return [str(ident) for (ident,) in cursor.fetchall()]

    return ask
