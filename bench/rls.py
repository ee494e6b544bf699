"""What row-level security costs: the same pages with the policies in force and without them.

    uv run python bench/rls.py [--quick] [--json]

One programme of N persons lies in two databases of one server, equal to the byte but for one
thing: in the second the tables' policies are switched off. Each has a web server of its own, as
`arraigo serve` starts it, and each page is asked of both in turn.

- `overhead_ratio`: the 95th percentiles of all pages, added up, with the policies to without.
- `worst_overhead_ratio`: the same of the page that suffers most. A page faster than `FLOOR_MS`
  without policies is taken as that slow.
- `scanned`: how many of the statements of the main pages read a large table whole (`plans`). The
  command fails when it is not 0.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.lab import TEMPLATE, Lab, arguments, conclude, lab, show, told
from bench.measuring import Page, Programme, measure, pages_of
from bench.pages import QUICK_SEEDS, SEEDS, database_of, fill
from bench.scans import scans

FULL, QUICK = 100_000, 600
ROUNDS, QUICK_ROUNDS = 20, 2
BARE = "bare"

_PROTECTED = """
SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
"""


def strip(made: Lab, database: str) -> int:
    """Copy the database and switch its policies off; return of how many tables."""
    made.clone(BARE, database)
    superuser = make_conninfo(made.server.superuser_url, dbname=BARE)
    with psycopg.connect(superuser, autocommit=True) as connection:
        tables = [name for (name,) in connection.execute(_PROTECTED)]
        for name in tables:
            connection.execute(
                sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(name))
            )
        connection.execute("VACUUM ANALYZE")
    return len(tables)


def rows(pages: list[Page]) -> Iterator[list[str]]:
    """Yield the table's lines, the page that suffers most first."""
    for page in sorted(pages, key=lambda page: -page.growth):
        bare, guarded = (f"{page.p95(which):.0f}" for which in (0, 1))
        halves = (f"{page.p50(which):.0f}" for which in (0, 1))
        yield [f"{page.role}: {page.name}", *halves, bare, guarded, f"{page.growth:.2f}"]


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table and return the figures."""
    persons, seeds = (QUICK, QUICK_SEEDS) if quick else (FULL, SEEDS)
    database = database_of(persons)
    with ExitStack() as stack:
        began = time.perf_counter()
        made = stack.enter_context(lab())
        made.run("bench.fill", "sow", str(seeds), database=TEMPLATE)
        told("database and seed", began)
        made.clone(database)
        about = fill(made, persons)
        tables = strip(made, database)
        made.settle()
        scanned = scans(made, database, about)
        told("plans", began)
        programmes = []
        for name in (BARE, database):
            programme = Programme(stack.enter_context(made.site(name)), about)
            stack.callback(programme.close)
            programmes.append(programme)
        asked = pages_of(programmes[1], each_once=quick)
        rounds = (QUICK_ROUNDS, 1) if quick else (ROUNDS,)
        pages = measure(programmes, asked, *rounds)
        told("all", began)
    show(
        f"Pages of {persons:,} persons without and with the policies of {tables} tables",
        ("page", "p50 without", "p50 with", "p95 without", "p95 with", "ratio"),
        list(rows(pages)),
    )
    return summary(pages, persons, scanned)


def summary(pages: list[Page], persons: int, scanned: list[dict[str, str]]) -> dict[str, Any]:
    """Return the figures of a run."""
    bare, guarded = (sum(page.p95(which) for page in pages) for which in (0, 1))
    worst = max(pages, key=lambda page: page.growth)
    return {
        "bench": "rls",
        "persons": persons,
        "overhead_ratio": round(guarded / bare, 3),
        "worst_overhead_ratio": round(worst.growth, 2),
        "suffers_most": f"{worst.role}: {worst.name}",
        "scanned": len(scanned),
        "scans": scanned,
        "pages": len(pages),
        "processors": os.cpu_count(),
    }


if __name__ == "__main__":
    options = arguments(
        "What row-level security costs a page.", quick=f"{QUICK:,} persons instead of {FULL:,}"
    )
    result = run(quick=options.quick)
    conclude(result, as_json=options.json)
    sys.exit(bool(result["scanned"]))
