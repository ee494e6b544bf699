"""How fast the pages of case work are in a national programme of a million persons.

    uv run python bench/casework.py [--quick] [--json] [--folder FOLDER] [--load-only]

A million persons with 1.2 million cases and five million facts are loaded into an embedded
PostgreSQL (`load`), as hundreds of offices with eight promotores of some fifty open cases each;
beside them a programme of 10,000 of the same kind. Every page of case work that a promotora, a
lead, the national officer and an administrator open is asked of both in turn, as in `pages`.

The folder is kept for the next run and for other benchmarks: in the platform's folder for caches,
under the digest of what it is made of, unless `--folder` names another. What was loaded more than
`KEPT_DAYS` ago is loaded again, for an agenda grows old.

- `worst_p95_ms`, `growth_ratio`, `worst_queries`, `grown_queries`, `pages_per_second`: `measuring`.
- `load_s`: what loading the large programme took; `ledger_differences`: of `ledger_compared` cases
  drawn at random, how many have another state than their milestones give.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.kept import kept_lab
from bench.lab import TEMPLATE, Lab, conclude, parser, told
from bench.measuring import WARMING, Effort, compare

FULL = (10_000, 1_000_000)
QUICK = (2_000, 20_000)
EFFORT = Effort(rounds=40, warming=WARMING, seconds=20.0)
QUICK_EFFORT = Effort(rounds=1, warming=1, seconds=2.0, each_once=True)
KEPT_DAYS = 7
SEED = "casework_seed"


def database_of(persons: int) -> str:
    """Return the name of the database of a programme."""
    return f"casework_{persons}"


def notes_on(made: Lab, persons: int) -> Path:
    """Return the file that says what a programme holds, once it is whole."""
    return made.folder / f"{database_of(persons)}.json"


def is_kept(made: Lab, persons: int) -> bool:
    """Tell whether a programme of so many persons is there, and not too old."""
    notes = notes_on(made, persons)
    return notes.exists() and time.time() - notes.stat().st_mtime < KEPT_DAYS * 86_400


def load(made: Lab, persons: int) -> None:
    """Load a programme of so many persons, and note what it holds and how long that took."""
    database, began = database_of(persons), time.perf_counter()
    people = json.loads(made.run("bench.fill", "load_people", str(persons), database=database))
    told(f"{persons:,} persons", began)
    with ThreadPoolExecutor() as pool:
        found = pool.submit(made.run, "arraigo", "reindex", database=database)
        cases = json.loads(made.run("bench.fill", "load_cases", database=database))
        about = json.loads(made.run("bench.fill", "finish", database=database))
        told(f"{persons:,} persons with their cases", began)
        found.result()
    rows = dict(sorted({**people, **cases}.items()))
    about |= {"rows": rows, "load_s": round(time.perf_counter() - began, 1)}
    told(f"{persons:,} persons whole", began)
    notes_on(made, persons).write_text(json.dumps(about))


def prepare(made: Lab, sizes: tuple[int, int]) -> None:
    """Make what is missing of the template, the seed and the programmes."""
    began = time.perf_counter()
    if not (done := made.folder / "migrated").exists():
        made.drop(TEMPLATE)
        made.prepare()
        done.touch()
        told("database", began)
    if not (done := made.folder / SEED).exists():
        made.drop(SEED)
        made.clone(SEED)
        made.run("bench.fill", "sow_cases", database=SEED)
        done.touch()
        told("database and seed", began)
    missing = [persons for persons in sizes if not is_kept(made, persons)]
    for persons in missing:
        notes_on(made, persons).unlink(missing_ok=True)
        made.drop(database_of(persons))
        made.clone(database_of(persons), SEED)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda persons: load(made, persons), missing))


def run(*, quick: bool, folder: Path | None = None, measured: bool = True) -> dict[str, Any]:
    """Load what is missing, measure unless told not to, print the table, return the figures."""
    sizes = QUICK if quick else FULL
    databases = (database_of(sizes[0]), database_of(sizes[1]))
    with kept_lab(folder) as made:
        began = time.perf_counter()
        reused = is_kept(made, sizes[1])
        prepare(made, sizes)
        figures: dict[str, Any] = {"persons": list(sizes)}
        if measured:
            made.settle()
            with ThreadPoolExecutor() as pool:
                filled = [
                    json.loads(told_of)
                    for told_of in pool.map(
                        lambda name: made.run("bench.fill", "daily", database=name), databases
                    )
                ]
            told("addresses", began)
            figures = compare(made, databases, filled, QUICK_EFFORT if quick else EFFORT)
        told("all", began)
        loaded = json.loads(notes_on(made, sizes[1]).read_text())
    return {"bench": "casework", **figures, "reused": reused, **loaded}


if __name__ == "__main__":
    options = parser(
        "How fast the pages of case work are in a national programme.",
        quick=f"{QUICK[0]:,} and {QUICK[1]:,} persons instead of {FULL[0]:,} and {FULL[1]:,}",
    )
    options.add_argument("--folder", type=Path, help="where the databases are kept")
    options.add_argument("--load-only", action="store_true", help="load, and measure nothing")
    chosen = options.parse_args()
    result = run(quick=chosen.quick, folder=chosen.folder, measured=not chosen.load_only)
    conclude(result, as_json=chosen.json)
    sys.exit(bool(result["ledger_differences"]))
