"""Row-level security of protection notes: narrower than that of the file they belong to.

Whoever wrote a note, manages its case (or the person's open one) or leads that case's office reads
it, as long as she sees the person's file at all. Neither the national officer nor a link does, nor
somebody who opened the file in an emergency: she finds the telephone of who manages the case
there. A job sees the rows, because files that part are sealed anew; the system, because erasure
empties them.
"""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import following, visible_when

TABLE = "casework_protectionnote"

FUNCTION = """
CREATE FUNCTION casework_answers_for(the_person uuid, the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM casework_case concerned
        WHERE (concerned.id = the_case OR concerned.closed_on IS NULL
               AND concerned.person_id = people_canonical(the_person))
        AND (EXISTS (
                SELECT FROM casework_caseassignment given WHERE given.case_id = concerned.id
                AND given.until IS NULL AND given.manager_id = core_actor_user())
             OR EXISTS (
                SELECT FROM accounts_membership post WHERE post.user_id = core_actor_user()
                AND post.role = 'project_lead' AND post.office_id = concerned.office_id
                AND post.valid_from <= core_today()
                AND (post.valid_until IS NULL OR post.valid_until >= core_today()))));
END $$;
"""

DROP_FUNCTION = "DROP FUNCTION casework_answers_for(uuid, uuid)"

_SEES_FILE = visible_when(TABLE)
_TRUSTED = "(SELECT core_actor_kind()) IN ('system', 'job')"
_READS = f"""({_SEES_FILE} AND ({_TRUSTED} OR recorded_by_id = core_actor_user()
    OR casework_answers_for(person_id, case_id)))"""
_WRITES = f"({_SEES_FILE} AND recorded_by_id = core_actor_user())"


def protect_notes() -> list[migrations.RunSQL]:
    """Return the operations that put the notes under these policies; nobody deletes one."""
    return [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING {_READS}",
                f"CREATE POLICY {TABLE}_added ON {TABLE} FOR INSERT WITH CHECK {_WRITES}",
                f"CREATE POLICY {TABLE}_changed ON {TABLE} FOR UPDATE USING {_READS}",
                following(TABLE),
            ],
            [
                f"DROP TRIGGER follow_merge ON {TABLE}",
                f"DROP POLICY {TABLE}_changed ON {TABLE}",
                f"DROP POLICY {TABLE}_added ON {TABLE}",
                f"DROP POLICY {TABLE}_read ON {TABLE}",
                f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
            ],
        ),
    ]
