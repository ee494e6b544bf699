"""Record linkage: other people's data (FEBRL 3 and 4) beside Splink's own recipe, and a synthetic
registry of Guatemala.

Every true pair counts, those that blocking never compares included. Nothing is learnt from known
matches: parameters come from expectation–maximisation over the same records, and a pair counts as
found when the model gives it a probability of one half or more (no threshold is tuned).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
ROOT = Path(__file__).resolve().parent.parent
HALF = 0.5
SURE = 0.95
WHOLE, QUICK = 1_000_000, 20_000
REGISTRATIONS = 2_000

Key = tuple[str, str]


def ordered(one: str, other: str) -> Key:
    """Return a pair in the order of its ids."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class Score:
    """How a set of pairs found compares with the true ones."""

    found: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are true."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found."""
        return self.right / self.true

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.true)


def score(found: Iterable[Key], true: set[Key]) -> Score:
    """Return the score of the pairs `found`."""
    pairs = set(found)
    return Score(len(pairs), len(pairs & true), len(true))


def in_own_process(work: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """Return what `work` returns, done in a fresh process, with its peak memory (`gb`)."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, given))


def _measured(work: Callable[..., dict[str, Any]], given: tuple[Any, ...]) -> dict[str, Any]:
    done = work(*given)
    return done | {"gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def link_febrl(which: int, with_id: bool) -> dict[str, Any]:
    """Link FEBRL 3 or 4 with Arraigo's engine and with Splink's published recipe."""
    from bench import febrl

    tables, true = febrl.load(which)
    began = time.perf_counter()
    ours = febrl.ours(which, tables, with_id=with_id)
    middle = time.perf_counter()
    reference = febrl.reference(which, tables, with_id=with_id)
    ended = time.perf_counter()
    sure = [(one, other) for one, other, probability in ours if probability >= HALF]
    found = score((ordered(*pair) for pair in sure), true)
    theirs = [(one, other) for one, other, probability in reference if probability >= HALF]
    beside = score((ordered(*pair) for pair in theirs), true)
    return {
        "f1": found.f1, "precision": found.precision, "recall": found.recall,
        "s": middle - began, "reference_f1": beside.f1, "reference_s": ended - middle,
    }  # fmt: skip


def make_synthetic(size: int, folder: Path) -> None:
    """Write a synthetic registry of `size` records and its truth into `folder`."""
    subprocess.run(
        [sys.executable, "-m", "bench.synthetic", str(size), folder / "records", folder / "truth"],
        cwd=ROOT,
        check=True,
    )


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the synthetic records."""
    with (folder / "records").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def true_pairs(folder: Path) -> set[Key]:
    """Return every pair of synthetic records of one person."""
    records: dict[int, list[str]] = {}
    for number, person in enumerate(json.loads((folder / "truth").read_text())):
        records.setdefault(person, []).append(str(number))
    return {ordered(*pair) for mine in records.values() for pair in combinations(mine, 2)}


def link_synthetic(folder: Path) -> dict[str, Any]:
    """Prepare, learn and link the synthetic registry, from its raw records to the pairs."""
    from arraigo.people.linkage.engine import Linkage, on_duckdb
    from arraigo.people.linkage.persons import PERSONS
    from arraigo.people.linkage.prepared import write_prepared

    began = time.perf_counter()
    prepared = folder / "prepared.parquet"
    records = write_prepared(read_records(folder), prepared)
    written = time.perf_counter()
    linkage = Linkage(PERSONS, on_duckdb(folder / "spill"), [prepared], records)
    model = linkage.learn(
        version="synthetic", learnt_from=f"{records} synthetic records", learnt_on="2026-11-22"
    )
    learnt = time.perf_counter()
    pairs = linkage.link(model, at_least=HALF)
    ended = time.perf_counter()
    (folder / "model.json").write_text(model.to_json())
    (folder / "pairs").write_text(json.dumps(pairs))
    return {
        "s": ended - began, "prepare_s": written - began, "learn_s": learnt - written,
        "link_s": ended - learnt, "records": records,
    }  # fmt: skip


def judge_synthetic(folder: Path) -> dict[str, Any]:
    """Return how good the pairs found are: all of them, and those sure enough for two people."""
    true = true_pairs(folder)
    pairs = [
        (ordered(one, other), chance)
        for one, other, chance in json.loads((folder / "pairs").read_text())
    ]
    found = score((pair for pair, _chance in pairs), true)
    return {"f1": found.f1, "precision": found.precision, "recall": found.recall}


def register_synthetic(folder: Path) -> dict[str, Any]:
    """Register people at the desk: some are there already, the others have only namesakes.

    The last records of the registry are taken out and registered anew, one by one, against the
    rest: candidates by the blocks of the recipe, scored in Python with the parameters learnt.
    """
    from bench.registering import register

    return register(folder, REGISTRATIONS, true_pairs(folder))


def main() -> None:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help=f"{QUICK:,} synthetic records instead of {WHOLE:,}"
    )
    parser.add_argument("--size", type=int, help="so many synthetic records")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    parser.add_argument("--learn", type=Path, help="keep the parameters learnt in this file")
    options = parser.parse_args()
    size = options.size or (QUICK if options.quick else WHOLE)
    results: dict[str, Any] = {"synthetic_n": size}
    for which, with_id in ((4, False), (4, True), (3, False), (3, True)):
        done = in_own_process(link_febrl, which, with_id)
        name = f"febrl{which}_{{}}_{'id' if with_id else 'no_id'}"
        results[name.format("f1")] = round(done["f1"], 4)
        results[name.format("reference_f1")] = round(done["reference_f1"], 4)
        results[name.format("s")] = round(done["s"], 1)
        results[name.format("reference_s")] = round(done["reference_s"], 1)
        print(
            f"FEBRL {which} {'with' if with_id else 'without'} the number: F1 {done['f1']:.4f} "
            f"(precision {done['precision']:.4f}, recall {done['recall']:.4f}) "
            f"in {done['s']:.1f} s; "
            f"Splink's recipe F1 {done['reference_f1']:.4f} in {done['reference_s']:.1f} s",
            flush=True,
        )
    results["febrl4_s"] = results["febrl4_s_no_id"]
    with tempfile.TemporaryDirectory(prefix="arraigo-linkage-") as name:
        folder = Path(name)
        make_synthetic(size, folder)
        done = in_own_process(link_synthetic, folder)
        judged = judge_synthetic(folder)
        print(
            f"{size:,} synthetic records: F1 {judged['f1']:.4f} (precision "
            f"{judged['precision']:.4f}, recall {judged['recall']:.4f}) in {done['s']:.1f} s "
            f"(prepare {done['prepare_s']:.1f}, learn {done['learn_s']:.1f}, link "
            f"{done['link_s']:.1f}), {done['gb']:.2f} GB",
            flush=True,
        )
        results |= {
            "synthetic_f1": round(judged["f1"], 4),
            "synthetic_precision": round(judged["precision"], 4),
            "synthetic_recall": round(judged["recall"], 4),
            "synthetic_s": round(done["s"], 1),
            "synthetic_gb": round(done["gb"], 2),
        }
        desk = in_own_process(register_synthetic, folder)
        print(
            f"{desk['registered']:,} registrations: recall {desk['recall']:.4f} and "
            f"{desk['false_per_1000']:.1f} false candidates per 1,000; queue precision "
            f"{desk['queue_precision']:.4f}; {desk['ms']:.1f} ms each",
            flush=True,
        )
        results |= {f"registration_{key}": round(value, 4) for key, value in desk.items()}
        if options.learn:
            options.learn.write_text((folder / "model.json").read_text())
    if options.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
