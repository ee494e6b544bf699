"""What a merge does with rows, and how it is undone: one line per column of each row touched.

Works on any table by what the models declare, set by set, as the acting user: the row-level
policies hold, and the field history is written by the triggers as ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from psycopg import sql

from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.merging.enums import Moved
from arraigo.people.merging.models import Merge, MergeMove

_MOVE = sql.SQL(
    "WITH moved AS (UPDATE {table} SET {column} = %(after)s WHERE {column} = %(before)s "
    "AND {pk} <> ALL (%(kept)s::{pk_type}[]) RETURNING {pk} AS row_id) "
    "INSERT INTO people_mergemove (merge_id, person_id, kind, table_name, row_id, column_name, "
    "before, after) SELECT %(merge)s, %(after)s, 'moved', {name}, row_id::text, {column_name}, "
    "to_jsonb(%(before)s::text), to_jsonb(%(after)s::text) FROM moved"
)
_READ = sql.SQL(
    "SELECT coalesce(to_jsonb({column}), 'null') FROM {table} WHERE {pk} = %(row)s::{pk_type}"
)
#: A row goes back when its value is still what the merge made of it, or when asked for by name.
_UNDO = sql.SQL(
    "UPDATE {table} AS changed SET {column} = (jsonb_populate_record(NULL::{table}, "
    "jsonb_build_object({column_name}, move.before))).{column} FROM people_mergemove AS move "
    "WHERE move.merge_id = %(merge)s AND move.table_name = {name} "
    "AND move.column_name = {column_name} AND move.kind = %(kind)s "
    "AND changed.{pk} = move.row_id::{pk_type} AND (move.id = ANY (%(forced)s) "
    "OR coalesce(to_jsonb(changed.{column}), 'null') = coalesce(move.after, 'null'))"
)
_CHANGED_SINCE = sql.SQL(
    "SELECT move.id, coalesce(to_jsonb(changed.{column}), 'null') FROM {table} AS changed "
    "JOIN people_mergemove AS move ON changed.{pk} = move.row_id::{pk_type} "
    "WHERE move.merge_id = %(merge)s AND move.table_name = {name} "
    "AND move.column_name = {column_name} AND move.kind = 'changed' "
    "AND coalesce(to_jsonb(changed.{column}), 'null') <> coalesce(move.after, 'null')"
)


def relations(rule: MergeRule) -> Iterator[tuple[type[models.Model], PersonForeignKey]]:
    """Yield the relations to Person declared with `rule`."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, PersonForeignKey) and field.on_merge == rule:
                yield model, field


def model_of(table: str) -> type[models.Model]:
    """Return the model of a table. Raises KeyError for one that has none."""
    return {model._meta.db_table: model for model in apps.get_models()}[table]


def column_of(model: type[models.Model], name: str) -> str:
    """Return the column of a field; «pk» names the key's."""
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return str(field.column)


def statement(template: sql.SQL, model: type[models.Model], column: str) -> str:
    """Return `template` for one column of the model's table."""
    key: Any = model._meta.pk
    return template.format(
        table=sql.Identifier(model._meta.db_table),
        column=sql.Identifier(column),
        pk=sql.Identifier(key.column),
        pk_type=sql.SQL(str(key.rel_db_type(connection))),
        name=sql.Literal(model._meta.db_table),
        column_name=sql.Literal(column),
    ).as_string()


class Ledger:
    """The lines of one merge, written as it goes and read when it is undone."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge

    def move(self, model: type[models.Model], field: str = "person") -> None:
        """Hand the absorbed person's rows over to the survivor.

        A row the survivor has already (same telephone, same certificate) stays where it is,
        and a line says so.
        """
        column = column_of(model, field)
        kept = self._collisions(model, field)
        values: dict[str, Any] = {
            "before": self.merge.absorbed_id,
            "after": self.merge.survivor_id,
            "kept": kept,
            "merge": self.merge.pk,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement(_MOVE, model, column), values)
        self._note(Moved.KEPT, model, kept, column)

    def _collisions(self, model: type[models.Model], field: str) -> list[Any]:
        kept: set[Any] = set()
        absorbed = {field: self.merge.absorbed_id}
        for constraint in model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            if field not in constraint.fields:
                continue
            rest = [name for name in constraint.fields if name != field]
            taken = model._default_manager.filter(
                constraint.condition or Q(),
                **{field: self.merge.survivor_id},
                **{name: OuterRef(name) for name in rest},
            )
            rows = model._default_manager.filter(constraint.condition or Q(), **absorbed)
            kept.update(rows.filter(Exists(taken)).values_list("pk", flat=True))
        return list(kept)

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of one row, and note what they were."""
        model = type(row)
        for name, value in values.items():
            column = column_of(model, name)
            before = self._read(model, row.pk, column)
            model._default_manager.filter(pk=row.pk).update(**{name: value})
            after = self._read(model, row.pk, column)
            if before != after:
                self._note(Moved.CHANGED, model, [row.pk], column, before, after)

    def _read(self, model: type[models.Model], pk: Any, column: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement(_READ, model, column), {"row": str(pk)})
            (value,) = cursor.fetchone()
        return json.loads(value)

    def created(self, rows: Iterable[models.Model]) -> None:
        """Note rows that the merge added, which leave when it is undone."""
        for row in rows:
            self._note(Moved.CREATED, type(row), [row.pk], column_of(type(row), "pk"))

    def _note(
        self, kind: Moved, model: type[models.Model], keys: Iterable[Any], column: str,
        before: Any = None, after: Any = None,
    ) -> None:  # fmt: skip
        MergeMove.objects.bulk_create(
            MergeMove(
                merge=self.merge,
                person_id=self.merge.survivor_id,
                kind=kind,
                table_name=model._meta.db_table,
                row_id=str(key),
                column_name=column,
                before=before,
                after=after,
            )
            for key in keys
        )

    def undo(self, forced: Iterable[int] = (), *, last: type[models.Model]) -> None:
        """Put back what the merge did, the last first, but for the rows it added to `last`.

        A value changed since stays as it is now, unless its line is among `forced`.
        """
        lines = MergeMove.objects.filter(merge=self.merge).exclude(kind=Moved.KEPT)
        lines = lines.exclude(kind=Moved.CREATED, table_name=last._meta.db_table)
        latest = models.Max("id")
        steps = lines.values_list("table_name", "column_name", "kind").annotate(latest=latest)
        for table, column, kind, _latest in steps.order_by(F("latest").desc()):
            model = model_of(table)
            if kind == Moved.CREATED:
                self.take_away(model)
                continue
            values = {"merge": self.merge.pk, "kind": kind, "forced": list(forced)}
            with connection.cursor() as cursor:
                cursor.execute(statement(_UNDO, model, column), values)

    def take_away(self, model: type[models.Model]) -> None:
        """Delete the rows that the merge added to a table."""
        table = model._meta.db_table
        lines = MergeMove.objects.filter(merge=self.merge, table_name=table, kind=Moved.CREATED)
        keys = lines.values_list("row_id", flat=True)
        model._default_manager.filter(pk__in=list(keys)).delete()

    def changed_since(self) -> dict[int, Any]:
        """Return the lines whose value is no longer what the merge made of it, with the value."""
        found: dict[int, Any] = {}
        changed = MergeMove.objects.filter(merge=self.merge, kind=Moved.CHANGED)
        for table, column in changed.values_list("table_name", "column_name").distinct():
            with connection.cursor() as cursor:
                cursor.execute(
                    statement(_CHANGED_SINCE, model_of(table), column), {"merge": self.merge.pk}
                )
                found.update((line, json.loads(value)) for line, value in cursor.fetchall())
        return found

    def keys(self, *kinds: Moved) -> dict[str, set[str]]:
        """Return the keys of the rows of these kinds, by table."""
        found: dict[str, set[str]] = {}
        lines = MergeMove.objects.filter(merge=self.merge, kind__in=kinds)
        for table, key in lines.values_list("table_name", "row_id"):
            found.setdefault(table, set()).add(key)
        return found
