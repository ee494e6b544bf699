"""Whether the main pages find what they show by an index, as the web's role with every policy on.

    uv run python bench/scans.py [--quick] [--json]

Fills a programme of N persons and reads the plans of the ten pages that are opened most.

- `scanned`: how many of their statements read a large table whole (`plans`). The command fails
  when it is not 0.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lab import TEMPLATE, Lab, arguments, conclude, lab, told
from bench.pages import QUICK_SEEDS, SEEDS, database_of, fill

FULL, QUICK = 20_000, 3_000


def scans(made: Lab, database: str, about: dict[str, Any]) -> list[dict[str, str]]:
    """Return the pages and large tables of the statements that read such a table whole."""
    told_of: list[dict[str, str]] = json.loads(
        made.run("bench.plans", json.dumps(about["sessions"]), database=database, role="web")
    )
    return told_of


def run(*, quick: bool) -> dict[str, Any]:
    """Fill the programme and return the figures."""
    persons, seeds = (QUICK, QUICK_SEEDS) if quick else (FULL, SEEDS)
    database = database_of(persons)
    with lab() as made:
        began = time.perf_counter()
        made.run("bench.fill", "sow", str(seeds), database=TEMPLATE)
        told("database and seed", began)
        made.clone(database)
        about = fill(made, persons)
        made.settle()
        scanned = scans(made, database, about)
        told("all", began)
    return {"bench": "scans", "persons": persons, "scanned": len(scanned), "scans": scanned}


if __name__ == "__main__":
    options = arguments(
        "Whether the main pages use their indexes.",
        quick=f"{QUICK:,} persons instead of {FULL:,}",
    )
    result = run(quick=options.quick)
    conclude(result, as_json=options.json)
    sys.exit(bool(result["scanned"]))
