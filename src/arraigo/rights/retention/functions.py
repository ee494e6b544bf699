"""What the job may delete of ledgers and tracked rows: functions of the database's owner.

Each does one thing and asks for itself whether it may: a confirmed batch of two people, tries
older than any limit looks back, interviews about nobody. They are written anew from `sheets` after
each migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from arraigo.rights.erasing import WHOLE_FILE, guards, left_of, whose
from arraigo.rights.sheets import GUARDED, SHEETS

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

_DELIVERIES = """
CREATE OR REPLACE FUNCTION rights_empty_deliveries(the_end timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    emptied integer; actor_was text := core_actor_kind();
BEGIN
    IF the_end > core_now() - interval '1 day' THEN
        RAISE EXCEPTION 'arraigo: deliveries of the last day may be corrected still';
    END IF;
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    PERFORM set_config('pgtrigger.ignore', '{guards}', true);
    UPDATE field_submission SET {columns}
    WHERE person_id IS NULL AND case_id IS NULL AND length(wrapped) > 0
    AND state IN ('aplicada', 'apartada') AND (
        handled_at < the_end OR EXISTS (
            SELECT FROM people_lead contact WHERE contact.closed_at IS NOT NULL AND contact.id =
            CASE WHEN instance_id ~ '^uuid:[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
            THEN substr(instance_id, 6)::uuid ELSE field_submission.id END));
    GET DIAGNOSTICS emptied = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    PERFORM set_config('arraigo.actor_kind', actor_was, true);
    RETURN emptied;
END $$;
"""


def _emptied(label: str) -> str:
    """Return what is left of the texts of a table, in SQL."""
    sheet = next(each for each in SHEETS if each.label == label)
    return ", ".join(f"{name} = {left_of(sheet, name)}" for name in sheet.erased)


def _statements() -> Iterator[str]:
    for sheet in GUARDED:
        table = sheet.model._meta.db_table
        rows = f"({whose(sheet)}) AND {sheet.guarded}"
        yield f"UPDATE {table} SET {_emptied(sheet.label)} WHERE {rows}"  # noqa: S608 -- names of ours
        emptied = f"SELECT id::text FROM {table} WHERE {rows}"  # noqa: S608
        whole = f"table_name = '{table}' AND person_id = ANY (ids) AND row_id IN ({emptied})"
        yield f"UPDATE core_history SET before = NULL, after = NULL WHERE {whole}"  # noqa: S608


def functions() -> list[str]:
    """Return the functions, as the sheets now declare them."""
    lines = "\n".join(f"    {line};" for line in _statements())
    ignored = "{" + ",".join(guards()) + "}"
    deliveries = _DELIVERIES.format(guards=ignored, columns=_emptied("field.Submission"))
    return [_EMPTY.format(whole=WHOLE_FILE, statements=lines, guards=ignored), _PURGE, deliveries]


#: Without these there is nothing to write the functions about yet.
_TABLES = {"rights_legalhold", "casework_emergencytry", "field_submission", "people_lead"}


def install(sender: Any, using: str, **_kwargs: Any) -> None:
    """Write the functions anew after each migration, once their tables are all there."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if {
            "rights_legalhold",
            "casework_emergencytry",
            "field_submission",
            "people_lead",
        } <= present:
            for function in functions():
                cursor.execute(function)
