"""Row-level security of complaints: anybody adds, only the PEAS focal point reads.

Not even the national officer, a job or the system sees one. Whoever complained may ask for the
state: she acts as a link whose ident is the hash of her receipt, and sees that row alone.
There is no policy for deleting.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION public_is_peas() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN accounts_holds('peas_focal_point');
END $$;

CREATE FUNCTION public_receipt() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN core_actor_kind() = 'link' THEN core_actor_id() END $$;
"""

DROP_FUNCTIONS = "DROP FUNCTION public_receipt(); DROP FUNCTION public_is_peas();"

_PEAS = "((SELECT public_is_peas()))"


def _policies(table: str, **rules: str) -> migrations.RunSQL:
    """Return the operation that puts the table under these policies, one per command."""
    made = [
        f"CREATE POLICY {table}_{command} ON {table} FOR {command.upper()} {rule}"
        for command, rule in rules.items()
    ]
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *made,
        ],
        [
            *(f"DROP POLICY {table}_{command} ON {table}" for command in rules),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def protect_complaints() -> list[migrations.RunSQL]:
    """Return the operations for the complaint, its key and its steps."""
    return [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        _policies(
            "public_complaint",
            insert="WITH CHECK (core_actor_kind() <> '')",
            # The function itself, not a sub-select: without a context it fails with AR001.
            select=f"USING ({_PEAS} OR receipt_hash = public_receipt())",
            update=f"USING {_PEAS}",
        ),
        _policies(
            "public_complaintkey",
            insert="WITH CHECK (core_actor_kind() <> '')",
            select=f"USING {_PEAS}",
        ),
        _policies(
            "public_complaintevent",
            insert=f"WITH CHECK {_PEAS}",
            select=f"USING {_PEAS}",
        ),
    ]
