"""Registration at the desk, measured: candidates by the recipe's blocks, scored in Python."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from arraigo.people.linkage.model import POSSIBLE, PROBABLE, Model
from arraigo.people.linkage.persons import PERSONS

Key = tuple[str, str]


def register(folder: Path, how_many: int, true: set[Key]) -> dict[str, Any]:
    """Register `how_many` of the records against all others, as the page does before saving.

    A registration is a record of the registry whose person may stand there under other records.
    Return `recall` (true pairs told, of all there are), `false_per_1000` (others told, for each
    1,000 registrations), `queue_precision` (of what goes to two people) and `ms` of scoring each.
    """
    model = Model.read(folder / "model.json")
    table = pq.read_table(folder / "prepared.parquet")
    chosen = random.Random(2026).sample(range(table.num_rows), min(how_many, table.num_rows // 5))
    registering = table.take(chosen).to_pylist()
    ids = {record["id"] for record in registering}
    pairs = _candidates(folder / "prepared.parquet", sorted(ids))
    known = {record["id"]: record for record in _records(folder, {other for _, other in pairs})}
    mine = {record["id"]: record for record in registering}
    began = time.perf_counter()
    told = {
        (one, other): model.probability(PERSONS, mine[one], known[other], table.num_rows)
        for one, other in pairs
    }
    spent = time.perf_counter() - began
    right = {pair for pair in told if told[pair] >= POSSIBLE and _ordered(pair) in true}
    wrong = {pair for pair in told if told[pair] >= POSSIBLE and _ordered(pair) not in true}
    queued = {_ordered(pair) for pair, chance in told.items() if chance >= PROBABLE}
    there = sum((one in ids) + (other in ids) for one, other in true)
    return {
        "registered": len(mine),
        "recall": len(right) / there,
        "false_per_1000": 1000 * len(wrong) / len(mine),
        "queue_precision": len(queued & true) / len(queued),
        "ms": 1000 * spent / len(mine),
    }


def _ordered(pair: Key) -> Key:
    one, other = pair
    return (one, other) if one < other else (other, one)


def _candidates(path: Path, ids: list[str]) -> list[Key]:
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    connection.execute(
        "CREATE TABLE chosen AS SELECT unnest(?) AS id", [json.loads(json.dumps(ids))]
    )
    records = f"read_parquet('{path}')"
    found: set[Key] = set()
    for rule in PERSONS.blocks:
        for condition in {
            rule.sql(),
            rule.sql().replace("l.", "x.").replace("r.", "l.").replace("x.", "r."),
        }:
            found.update(
                connection.execute(
                    f"SELECT l.id, r.id FROM {records} l JOIN chosen USING (id) "
                    f"JOIN {records} r ON {condition} AND l.id <> r.id"
                ).fetchall()
            )
    return sorted(found)


def _records(folder: Path, ids: set[str]) -> list[dict[str, Any]]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE wanted AS SELECT unnest(?) AS id", [sorted(ids)])
    path = folder / "prepared.parquet"
    found = connection.execute(f"SELECT r.* FROM read_parquet('{path}') r JOIN wanted USING (id)")
    columns = [name for name, *_rest in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
