"""Row-level security of the lot, and the database casting it again for each row.

Who leads the office, the national officer and jobs read a lot and its cases; her promotor does
not, nor who opened a file in an emergency. What was recorded is protected like any fact of a case.
"""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import following, visible_when

DRAW = "casework_qualitydraw"
DRAWN = "casework_drawncase"

LEADS = """
CREATE FUNCTION casework_leads_office(the_office bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM accounts_membership post WHERE post.user_id = core_actor_user()
        AND post.role = 'project_lead' AND post.office_id = the_office
        AND post.valid_from <= core_today()
        AND (post.valid_until IS NULL OR post.valid_until >= core_today()));
END $$;
"""

#: The same as `lot.drawn_from`, in SQL: a row that the seed does not give is refused.
LOT = """
IF NOT EXISTS (
    SELECT FROM casework_qualitydraw draw, LATERAL (
        SELECT pooled.id FROM jsonb_array_elements_text(draw.pool -> NEW.manager_id::text)
            AS pooled (id)
        ORDER BY encode(sha256(convert_to(draw.seed || ':' || pooled.id, 'UTF8')), 'hex')
            COLLATE "C"
        LIMIT draw.size
    ) AS given
    WHERE draw.id = NEW.draw_id AND draw.office_id = NEW.office_id
    AND given.id = NEW.case_id::text
) THEN
    RAISE EXCEPTION 'arraigo: the lot did not give this case' USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""

_LEADING = "((SELECT people_sees_all()) OR casework_leads_office(office_id))"
_POLICIES = {DRAW: _LEADING, DRAWN: f"({visible_when(DRAWN)} AND {_LEADING})"}


def protect_lots() -> list[migrations.RunSQL]:
    """Return the operations that put the lots and their cases under these policies."""
    return [
        migrations.RunSQL(LEADS, "DROP FUNCTION casework_leads_office(bigint)"),
        *(_protected(table, rule) for table, rule in _POLICIES.items()),
        migrations.RunSQL(following(DRAWN), f"DROP TRIGGER follow_merge ON {DRAWN}"),
    ]


def _protected(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_seen ON {table} USING {rule}",
        ],
        [
            f"DROP POLICY {table}_seen ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )
