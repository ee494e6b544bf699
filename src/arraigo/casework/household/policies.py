"""Row-level security of links: both files seen, neither reserved; jobs and the system see all."""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import visible_when

TABLE = "casework_householdlink"

HIDDEN = """
CREATE FUNCTION casework_link_hidden(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM casework_reservedfile reserved WHERE reserved.lifted_at IS NULL
        AND people_canonical(reserved.person_id)
            IN (people_canonical(one), people_canonical(other)))
$$;
"""


def protect_links() -> migrations.RunSQL:
    """Return the operation that protects the links."""
    both = f"{visible_when(TABLE)} AND {visible_when(TABLE, 'relative_id')}"
    rule = (
        "core_actor_kind() IN ('system', 'job') OR "
        f"({both} AND NOT casework_link_hidden(person_id, relative_id))"
    )
    return migrations.RunSQL(
        [
            HIDDEN,
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {TABLE}_seen ON {TABLE} USING ({rule})",
        ],
        [
            f"DROP POLICY {TABLE}_seen ON {TABLE}",
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
            "DROP FUNCTION casework_link_hidden(uuid, uuid)",
        ],
    )
