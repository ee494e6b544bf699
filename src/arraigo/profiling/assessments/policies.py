"""Row-level security of the sealed answers: narrower than that of the assessment they belong to.

Whoever sees the person's file adds them. Only a job reads them, to count them under another
scheme, and the system, because erasure empties them: no page shows an answer of class C.
"""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import following, visible_when

TABLE = "profiling_sealedanswers"

_TRUSTED = "((SELECT core_actor_kind()) IN ('system', 'job'))"


def protect_sealed() -> migrations.RunSQL:
    """Return the operation that puts the sealed answers under these policies."""
    seen = visible_when(TABLE)
    return migrations.RunSQL(
        [
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
            # Both conditions: the second fails without a context, even on an empty table.
            f"CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING ({_TRUSTED} AND {seen})",
            f"CREATE POLICY {TABLE}_added ON {TABLE} FOR INSERT WITH CHECK {seen}",
            f"CREATE POLICY {TABLE}_erased ON {TABLE} FOR UPDATE USING ({_TRUSTED} AND {seen})",
            following(TABLE),
        ],
        [
            f"DROP TRIGGER follow_merge ON {TABLE}",
            f"DROP POLICY {TABLE}_erased ON {TABLE}",
            f"DROP POLICY {TABLE}_added ON {TABLE}",
            f"DROP POLICY {TABLE}_read ON {TABLE}",
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
        ],
    )
