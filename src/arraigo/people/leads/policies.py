"""Row-level security of received lists: the receiving office only.

Not even the national officer sees a contact. Jobs and the system see all, because they check,
bring in and erase.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION people_receiving_offices() RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF core_actor_kind() IN ('system', 'job') THEN
        RETURN (SELECT array_agg(id) FROM territory_office);
    END IF;
    RETURN people_my_offices();
END $$;

CREATE FUNCTION people_no_office() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN core_actor_kind() = '' THEN 0::bigint END $$;
"""

DROP_FUNCTIONS = "DROP FUNCTION people_no_office(); DROP FUNCTION people_receiving_offices();"


def protect_list(table: str) -> migrations.RunSQL:
    """Return the operation that lets only the office in `office_id` see and write the rows.

    The last arm names a function itself, not a sub-select: the planner asks it for an estimate,
    so that a query without a context fails with AR001 even on an empty table.
    """
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"""CREATE POLICY {table}_office ON {table} USING (
                office_id = ANY ((SELECT people_receiving_offices())::bigint[])
                OR office_id = people_no_office())""",
        ],
        [
            f"DROP POLICY {table}_office ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )
