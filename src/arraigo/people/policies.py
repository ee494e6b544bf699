"""Row-level security: the second wall behind `visible_to`.

A person, and whatever carries her id, is visible when `people_personscope` holds a row for one
of the acting user's offices or organisations. Nothing else decides. Jobs and the system see
all; an answer link sees its one person; without a context every query fails with AR001.
"""

from __future__ import annotations

from django.db import migrations

SCOPE_FUNCTIONS = """
CREATE FUNCTION people_sees_all() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE kind text := core_actor_kind();
BEGIN
    IF kind IN ('system', 'job') THEN RETURN true; END IF;
    IF kind <> 'user' THEN RETURN false; END IF;
    RETURN EXISTS (
        SELECT FROM accounts_membership WHERE user_id = core_actor_user()
        AND role = 'national_officer' AND valid_from <= core_today()
        AND (valid_until IS NULL OR valid_until >= core_today()));
END $$;

CREATE FUNCTION people_my_offices() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(office_id), '{}') FROM accounts_membership
    WHERE user_id = core_actor_user() AND role IN ('promotor', 'project_lead')
    AND office_id IS NOT NULL AND valid_from <= core_today()
    AND (valid_until IS NULL OR valid_until >= core_today())
$$;

CREATE FUNCTION people_my_organizations() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(organization_id), '{}') FROM accounts_membership
    WHERE user_id = core_actor_user() AND role = 'partner_manager'
    AND organization_id IS NOT NULL AND valid_from <= core_today()
    AND (valid_until IS NULL OR valid_until >= core_today())
$$;
"""

DROP_SCOPE_FUNCTIONS = """
DROP FUNCTION people_my_organizations(); DROP FUNCTION people_my_offices();
DROP FUNCTION people_sees_all();
"""

# The last arm names the function itself, not a sub-select: the planner then asks it for an
# estimate, and a query without a context fails even where it would have found nothing. Rows
# that an earlier arm lets through never reach it.
_VISIBLE = """(
    (SELECT people_sees_all())
    OR EXISTS (
        SELECT FROM people_personscope scope
        WHERE scope.person_id = {table}.{column}
        AND (scope.until IS NULL OR scope.until > core_now())
        AND (scope.office_id = ANY ((SELECT people_my_offices())::bigint[])
             OR scope.organization_id = ANY ((SELECT people_my_organizations())::bigint[]))
    )
    OR {column} = core_actor_person()
)"""


def _apply(table: str, *statements: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *statements,
        ],
        [
            f"DROP POLICY IF EXISTS {table}_seen ON {table}",
            f"DROP POLICY IF EXISTS {table}_written ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def protect(table: str, column: str = "person_id") -> migrations.RunSQL:
    """Return the operation that lets only those see and write `table` who see its person."""
    visible = _VISIBLE.format(table=table, column=column)
    return _apply(table, f"CREATE POLICY {table}_seen ON {table} USING {visible}")


def protect_ledger(table: str, column: str = "person_id") -> migrations.RunSQL:
    """Return the operation for core's ledgers: anyone adds, only those who see the person read.

    Rows about no person (a contract, a service) are readable.
    """
    visible = _VISIBLE.format(table=table, column=column)
    return _apply(
        table,
        f"CREATE POLICY {table}_written ON {table} FOR INSERT WITH CHECK (true)",
        f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({column} IS NULL OR {visible})",
    )
