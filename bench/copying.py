"""What a programme's copies of the seed's files hold, column by column, found in the catalogue.

Whatever belongs to a person or to an activity is found by its foreign keys. In a copy of the
wave-th time, ids are derived from the seed's and dates move back by some days; what points
elsewhere stays, unless it is told otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TABLES = """
WITH RECURSIVE owned (oid) AS (
    SELECT t::regclass::oid FROM unnest(%s::text[]) AS t
    UNION
    SELECT f.conrelid FROM pg_constraint f JOIN owned o ON f.confrelid = o.oid
    WHERE f.contype = 'f'
)
SELECT oid::regclass::text FROM owned ORDER BY 1
"""
_COLUMNS = """
SELECT a.attname, a.atttypid::regtype::text, f.confrelid::regclass::text, p.oid IS NOT NULL
FROM pg_attribute a
LEFT JOIN pg_constraint f
    ON f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
LEFT JOIN pg_constraint p
    ON p.conrelid = a.attrelid AND p.contype = 'p' AND p.conkey = ARRAY[a.attnum]
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
STRIDE = 10_000  # more than any bigint id of the seed's files
_MOVED = {
    "uuid": (
        "overlay(overlay(md5({c}::text || {wave}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid"
    ),
    "bigint": f"{{c}} + {{wave}}::bigint * {STRIDE}",
    "date": "{c} - ({days})::integer",
    "timestamp with time zone": "{c} - ({days}) * interval '1 day'",
}
_SALTED = {("referrals_answerlink", "token_hash")}


@dataclass(frozen=True)
class Column:
    """A column of a table to copy: the table it points to, and whether it is the key."""

    name: str
    kind: str
    points_to: str | None
    is_key: bool


@dataclass(frozen=True)
class Copies:
    """How the copies of the seed's rows (`s`) differ from them, in SQL.

    `days`: how many days earlier than the seed's. `own`: what differs from copy to copy, by table
    and column. `elsewhere`: what a column holds (`{c}`: in the seed) that points to a table which
    is not copied. `wave`: the number of the copy.
    """

    owned: Mapping[str, list[Column]]
    days: str
    own: Mapping[tuple[str, str], str]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    wave: str = "wave"

    def value(self, table: str, column: Column) -> str:
        """Return the SQL of what a copy holds in a column."""
        name = f's."{column.name}"'
        if (table, column.name) in self.own:
            return self.own[table, column.name]
        if (table, column.name) in _SALTED:
            return f"encode(sha256(({name} || {self.wave})::bytea), 'hex')"
        if column.points_to is not None and column.points_to not in self.owned:
            return self.elsewhere.get(column.points_to, "{c}").format(c=name)
        if column.kind == "bigint" and column.points_to is None and not column.is_key:
            return name
        return _MOVED.get(column.kind, "{c}").format(c=name, days=self.days, wave=self.wave)

    def select(self, table: str) -> str:
        """Return all columns of a copy, in the table's order, for a SELECT."""
        return ", ".join(self.value(table, column) for column in self.owned[table])


def owned(cursor: Any, *roots: str) -> dict[str, list[Column]]:
    """Return the tables whose rows belong to those of `roots`, with their columns."""
    cursor.execute(_TABLES, [list(roots)])
    found: dict[str, list[Column]] = {}
    for (table,) in cursor.fetchall():
        cursor.execute(_COLUMNS, [table])
        found[table] = [Column(*row) for row in cursor.fetchall()]
    return found


def names(columns: list[Column]) -> str:
    """Return the names of the columns, for a list in SQL."""
    return ", ".join(f'"{column.name}"' for column in columns)


def go_on_after(cursor: Any, table: str) -> None:
    """Let the table's sequence, if it has one, go on after the copies."""
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, a.attname) FROM pg_attribute a "
        "WHERE a.attrelid = %s::regclass AND a.attname = 'id'",
        [table, table],
    )
    sequence = (cursor.fetchone() or [None])[0]
    if sequence:
        cursor.execute(f"SELECT setval(%s, (SELECT coalesce(max(id), 1) FROM {table}))", [sequence])
