"""How fast the pages are, and how much slower in a large programme than in a small one.

    uv run python bench/pages.py [--quick] [--json]

Two programmes of N persons live side by side in one embedded PostgreSQL, each behind a web server
of its own (granian, as `arraigo serve` starts it), as the web's role with every policy in force.
Each page that a person of each role opens daily is asked of both in turn, with one client: a busy
machine slows both. Then eight clients ask the large programme for the same pages at once.

The figures are told in `measuring`.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lab import TEMPLATE, Lab, arguments, conclude, lab, told
from bench.measuring import WARMING, Effort, compare

FULL = (300, 20_000)
QUICK = (60, 600)
SEEDS, QUICK_SEEDS = 20, 10  # files made through the pages' actions, then multiplied
EFFORT = Effort(rounds=40, warming=WARMING, seconds=15.0)
QUICK_EFFORT = Effort(rounds=1, warming=1, seconds=2.0, each_once=True)
SEARCHED = ("López", "Garcia", "Vasques", "Juan Ficticio", "4000")


def fill(made: Lab, persons: int) -> dict[str, Any]:
    """Make a programme of so many persons in its database; return what is opened in it."""
    began = time.perf_counter()
    about: dict[str, Any] = json.loads(
        made.run("bench.fill", "grow", str(persons), database=database_of(persons))
    )
    for role in ("promotora", "oficial"):
        about["pages"][role]["Buscar"] = [f"?{text}" for text in SEARCHED]
    told(f"{about['persons']} persons", began)
    return about


def fill_all(made: Lab, sizes: tuple[int, int]) -> list[dict[str, Any]]:
    """Make the programmes, side by side; return what is opened in each."""
    for persons in sizes:
        made.clone(database_of(persons))
    with ThreadPoolExecutor(len(sizes)) as pool:
        return list(pool.map(lambda persons: fill(made, persons), sizes))


def database_of(persons: int) -> str:
    """Return the name of the database of a programme."""
    return f"programme_{persons}"


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table and return the figures."""
    sizes, seeds = (QUICK, QUICK_SEEDS) if quick else (FULL, SEEDS)
    with lab() as made:
        began = time.perf_counter()
        made.run("bench.fill", "sow", str(seeds), database=TEMPLATE)
        told("seed", began)
        filled = fill_all(made, sizes)
        made.settle()
        databases = (database_of(sizes[0]), database_of(sizes[1]))
        figures = compare(made, databases, filled, QUICK_EFFORT if quick else EFFORT)
    return {"bench": "pages", **figures}


if __name__ == "__main__":
    options = arguments(
        "How fast the pages are, and how much slower in a large programme.",
        quick=f"{QUICK[0]} and {QUICK[1]} persons instead of {FULL[0]} and {FULL[1]}",
    )
    conclude(run(quick=options.quick), as_json=options.json)
