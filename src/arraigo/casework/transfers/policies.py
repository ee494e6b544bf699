"""Row-level security of transfers.

Who sees the person sees them, and who leads the office that is asked to receive her: the row names
nobody. Its history is a ledger like any other.
"""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import following, urgent, visible_when

TABLE = "casework_casetransfer"

_SEEN = f"({visible_when(TABLE)} OR casework_leads_office(to_office_id))"


def protect_transfers() -> list[migrations.RunSQL]:
    """Return the operations that put transfers under their policy."""
    return [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY {TABLE}_seen ON {TABLE} USING {_SEEN}",
            ],
            [
                f"DROP POLICY {TABLE}_seen ON {TABLE}",
                f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
            ],
        ),
        migrations.RunSQL(urgent(TABLE), f"DROP POLICY IF EXISTS {TABLE}_urgent ON {TABLE}"),
        migrations.RunSQL(following(TABLE), f"DROP TRIGGER follow_merge ON {TABLE}"),
    ]
