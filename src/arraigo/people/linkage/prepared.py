"""Prepared records on disk: one Parquet file, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from arraigo.people.linkage.persons import COLUMNS, prepared

BATCH = 20_000
SCHEMA = pa.schema(
    [(column, pa.int32() if column == "birth_year" else pa.string()) for column in COLUMNS]
)


def write_prepared(persons: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write persons (as `persons.prepared` takes them) to `path`; return how many.

    The file takes its name only when it is whole.
    """
    partial, count, rest = path.with_suffix(".partial"), 0, iter(persons)
    with pq.ParquetWriter(partial, SCHEMA) as writer:
        while batch := [tuple(prepared(person).values()) for person in islice(rest, BATCH)]:
            columns = [
                pa.array(column, field.type)
                for column, field in zip(zip(*batch, strict=True), SCHEMA, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))
            count += len(batch)
    partial.replace(path)
    return count
