"""What the job may delete of ledgers and tracked rows: functions of the database's owner.

Each does one thing and asks for itself whether it may: a confirmed batch of two people, or tries
older than any limit looks back. They are written anew from `sheets` after each migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from arraigo.rights.erasing import WHOLE_FILE, guards, left_of, whose
from arraigo.rights.sheets import GUARDED

_EMPTY = """
CREATE OR REPLACE FUNCTION rights_empty_protection(the_item bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    the_person uuid; ids uuid[]; actor_was text := core_actor_kind();
BEGIN
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    PERFORM set_config('pgtrigger.ignore', '{guards}', true);
    SELECT item.person_id INTO the_person FROM rights_retentionitem item
    JOIN rights_retentionbatch batch ON batch.id = item.batch_id
    WHERE item.id = the_item AND item.outcome = 'waiting' AND batch.kind = 'protection'
    AND batch.state = 'confirmed' AND batch.decided_by_id <> batch.asked_by_id;
    IF the_person IS NULL THEN
        RAISE EXCEPTION 'arraigo: nothing confirmed to be emptied by this id';
    END IF;
{whole}
{statements}
    PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    PERFORM set_config('arraigo.actor_kind', actor_was, true);
END $$;
"""

_PURGE = """
CREATE OR REPLACE FUNCTION rights_purge_tries(the_end timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer; actor_was text := core_actor_kind();
BEGIN
    IF the_end > core_now() - interval '1 day' THEN
        RAISE EXCEPTION 'arraigo: tries of the last day are counted still';
    END IF;
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    DELETE FROM casework_emergencytry WHERE tried_at < the_end;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('arraigo.actor_kind', actor_was, true);
    RETURN gone;
END $$;
"""


def _statements() -> Iterator[str]:
    for sheet in GUARDED:
        table = sheet.model._meta.db_table
        rows = f"({whose(sheet)}) AND {sheet.guarded}"
        columns = ", ".join(f"{name} = {left_of(sheet, name)}" for name in sheet.erased)
        yield f"UPDATE {table} SET {columns} WHERE {rows}"  # noqa: S608 -- names of ours
        emptied = f"SELECT id::text FROM {table} WHERE {rows}"  # noqa: S608
        whole = f"table_name = '{table}' AND person_id = ANY (ids) AND row_id IN ({emptied})"
        yield f"UPDATE core_history SET before = NULL, after = NULL WHERE {whole}"  # noqa: S608


def functions() -> list[str]:
    """Return the functions, as the sheets now declare them."""
    lines = "\n".join(f"    {line};" for line in _statements())
    ignored = "{" + ",".join(guards()) + "}"
    return [_EMPTY.format(whole=WHOLE_FILE, statements=lines, guards=ignored), _PURGE]


def install(sender: Any, using: str, **_kwargs: Any) -> None:
    """Write the functions anew after each migration, once their tables are all there."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if {"rights_legalhold", "casework_emergencytry"} <= present:
            for function in functions():
                cursor.execute(function)
