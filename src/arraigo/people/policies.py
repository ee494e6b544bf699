"""Row-level security: the second wall behind `visible_to`.

A person, and whatever carries her id, is visible when `people_personscope` holds a row for one
of the acting user's offices or organisations. Nothing else decides. Jobs and the system see
all; an answer link sees its one person; without a context every query fails with AR001.

Two files of one person that were merged keep both their ids. `people_personalias` says which id
now stands for which; it holds bare ids and carries no policy. A row under an absorbed id is
visible to whoever reaches the surviving one, and a row that arrives late for an absorbed id (an
answer, a form sent offline) is written for the surviving one.
"""

from __future__ import annotations

from django.db import migrations

SCOPE_FUNCTIONS = """
CREATE FUNCTION people_sees_all() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN core_actor_kind() IN ('system', 'job') OR accounts_holds('national_officer');
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

ALIAS_FUNCTIONS = """
CREATE OR REPLACE FUNCTION people_canonical(the_person uuid) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(
        (SELECT survivor_id FROM people_personalias WHERE person_id = the_person), the_person);
END $$;

CREATE OR REPLACE FUNCTION people_follow_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for a merge that is under way, as a merge waits for what is being written.
    PERFORM FROM people_person WHERE id = NEW.person_id FOR KEY SHARE;
    NEW.person_id := people_canonical(NEW.person_id);
    RETURN NEW;
END $$;
"""

DROP_SCOPE_FUNCTIONS = """
DROP FUNCTION people_follow_merge(); DROP FUNCTION people_canonical(uuid);
DROP FUNCTION people_my_organizations(); DROP FUNCTION people_my_offices();
DROP FUNCTION people_sees_all();
"""

# OFFSET 0 keeps the scope a look into an index for each row. The planner would else read the whole
# table of scopes into a hash, even for a list of forty rows: a cost that grows with the registry.
# The third arm names the function itself, not a sub-select: the planner then asks it for an
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
        OFFSET 0
    )
    OR {column} = core_actor_person()
    OR ((SELECT core_actor_person() IS NOT NULL)
        AND people_canonical({column}) = core_actor_person())
)"""

# An emergency access reads and never writes: its policy is for SELECT alone. The array is made
# once for a query. `casework.emergency` makes the function; tables made before it are opened by
# its migration, tables made after it here, whichever runs first in a new database.
_URGENT = """
DO $$ BEGIN
    IF to_regproc('casework_opened_urgently') IS NOT NULL THEN
        CREATE POLICY {table}_urgent ON {table} FOR SELECT
        USING ({column} = ANY ((SELECT casework_opened_urgently())::uuid[]));
    END IF;
END $$
"""

_FOLLOWS = """
CREATE OR REPLACE TRIGGER follow_merge BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION people_follow_merge()
"""


def _apply(table: str, *statements: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *statements,
        ],
        [
            f"DROP POLICY IF EXISTS {table}_seen ON {table}",
            f"DROP POLICY IF EXISTS {table}_urgent ON {table}",
            f"DROP POLICY IF EXISTS {table}_written ON {table}",
            f"DROP TRIGGER IF EXISTS follow_merge ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def visible_when(table: str, column: str = "person_id") -> str:
    """Return the condition, in SQL, under which the acting user sees a row of `table`."""
    return _VISIBLE.format(table=table, column=column)


def following(table: str) -> str:
    """Return the statement that makes new rows of `table` follow the merges there were."""
    return _FOLLOWS.format(table=table)


def urgent(table: str, column: str = "person_id") -> str:
    """Return the statement that lets an emergency access read the rows of its person."""
    return _URGENT.format(table=table, column=column)


def protect(
    table: str,
    column: str = "person_id",
    *,
    follows: bool | None = None,
    opens_urgently: bool | None = None,
) -> migrations.RunSQL:
    """Return the operation that lets only those see and write `table` who see its person.

    Its new rows follow merges, unless `follows` is False or the column is another one. An
    emergency access reads them, unless `opens_urgently` is False or the column names two files.
    """
    visible = visible_when(table, column)
    follows = column == "person_id" if follows is None else follows
    opens = column in {"id", "person_id"} if opens_urgently is None else opens_urgently
    return _apply(
        table,
        f"CREATE POLICY {table}_seen ON {table} USING {visible}",
        *([urgent(table, column)] if opens else []),
        *([following(table)] if follows else []),
    )


def protect_ledger(table: str, column: str = "person_id") -> migrations.RunSQL:
    """Return the operation for core's ledgers: anyone adds, only those who see the person read.

    Rows about no person (a contract, a service) are readable.
    """
    visible = visible_when(table, column)
    return _apply(
        table,
        f"CREATE POLICY {table}_written ON {table} FOR INSERT WITH CHECK (true)",
        f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({column} IS NULL OR {visible})",
    )
