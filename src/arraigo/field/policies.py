"""Row-level security of deliveries.

About a person: whoever sees her. About nobody yet: the office whose user sent it. What hangs on a
delivery is seen with it.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from arraigo.people.policies import following, urgent, visible_when

#: A statement as `RunSQL` takes it.
Statement = Any

_OF_OFFICE = """(person_id IS NULL AND (
    office_id = ANY ((SELECT people_receiving_offices())::bigint[])
    OR office_id = people_no_office()))"""


def _forced(table: str) -> list[Statement]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]


def _unforced(table: str) -> list[Statement]:
    return [
        f"DROP POLICY {table}_seen ON {table}",
        f"DROP POLICY IF EXISTS {table}_urgent ON {table}",
        f"DROP TRIGGER IF EXISTS follow_merge ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def protect_deliveries(table: str) -> migrations.RunSQL:
    """Return the operation that lets only those see a delivery who see its person or sent it."""
    visible = visible_when(table)
    policy = f"CREATE POLICY {table}_seen ON {table} USING ({_OF_OFFICE} OR {visible})"
    steps = [*_forced(table), policy, urgent(table), following(table)]
    return migrations.RunSQL(steps, _unforced(table))


def protect_parts(table: str, of: str) -> migrations.RunSQL:
    """Return the operation that lets only those see a part who see the delivery it is of."""
    policy = f"""CREATE POLICY {table}_seen ON {table} USING (
        EXISTS (SELECT FROM {of} whole WHERE whole.id = {table}.submission_id))"""
    return migrations.RunSQL([*_forced(table), policy], _unforced(table))
