"""The one function that says where a case stands, and the states of the cases there are.

`casework_compute_state` only reads; `casework_recompute_state` locks the case, so that of two
who write to it at once the later one counts what both did, and keeps the result.
"""

from django.db import migrations

COMPUTE = """
CREATE FUNCTION casework_compute_state(
    the_case uuid, OUT step smallint, OUT missing text[], OUT next_due_on date,
    OUT last_contact_on date, OUT priority text
) LANGUAGE sql STABLE AS $$
WITH protocol AS (
    SELECT version.document, kase.priority FROM casework_case kase
    JOIN casework_protocolversion version ON version.id = kase.protocol_id
    WHERE kase.id = the_case
), standing AS (
    -- what happened and was neither annulled at its source nor undone since
    SELECT happened.kind, happened.occurred_on FROM protocol, casework_caseevent happened
    WHERE happened.case_id = the_case AND NOT EXISTS (
        SELECT FROM casework_caseevent later
        WHERE later.case_id = the_case AND later.id > happened.id AND (
            (later.kind IN ('delivery_annulled', 'fact_annulled')
             AND later.source_id = happened.source_id
             AND later.source_table = happened.source_table)
            OR protocol.document -> 'undone_by' -> happened.kind ? later.kind))
), step AS (
    SELECT (value ->> 'number')::smallint AS number, value -> 'checks' AS checks,
           value -> 'entered_by' AS entered_by
    FROM protocol, jsonb_array_elements(protocol.document -> 'steps')
), wanted AS (
    SELECT step.number, position, value ->> 'task' AS task,
           EXISTS (SELECT FROM standing WHERE value -> 'kinds' ? standing.kind) AS met
    FROM step, jsonb_array_elements(step.checks) WITH ORDINALITY AS item (value, position)
), here AS (
    SELECT coalesce(
        (SELECT max(number) FROM step
         WHERE EXISTS (SELECT FROM standing WHERE step.entered_by ? standing.kind)),
        (SELECT min(number) FROM wanted WHERE NOT met),
        (SELECT max(number) FROM step)) AS number
)
SELECT here.number,
    coalesce((SELECT array_agg(task ORDER BY position) FROM wanted
              WHERE wanted.number = here.number AND NOT met), '{}'),
    (SELECT min(due_on) FROM casework_due
     WHERE case_id = the_case AND done_at IS NULL AND cancelled_at IS NULL),
    (SELECT max(occurred_on) FROM standing WHERE protocol.document -> 'contacts' ? kind),
    protocol.priority
FROM protocol, here
$$;
"""

RECOMPUTE = """
CREATE FUNCTION casework_recompute_state(the_case uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM casework_case WHERE id = the_case FOR NO KEY UPDATE;
    INSERT INTO casework_casestate AS state
        (case_id, person_id, step, missing, next_due_on, last_contact_on, priority, updated_at)
    SELECT kase.id, kase.person_id, now_is.step, now_is.missing, now_is.next_due_on,
           now_is.last_contact_on, now_is.priority, core_now()
    FROM casework_case kase, casework_compute_state(kase.id) now_is WHERE kase.id = the_case
    ON CONFLICT (case_id) DO UPDATE SET
        step = excluded.step, missing = excluded.missing, next_due_on = excluded.next_due_on,
        last_contact_on = excluded.last_contact_on, priority = excluded.priority,
        updated_at = excluded.updated_at;
END $$;
"""

FILL = """
SELECT set_config('arraigo.actor_kind', 'system', true);
SELECT casework_recompute_state(id) FROM casework_case;
SELECT set_config('arraigo.actor_kind', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_agenda_state_work_closures")]

    operations = [
        migrations.RunSQL(COMPUTE, "DROP FUNCTION casework_compute_state(uuid)"),
        migrations.RunSQL(RECOMPUTE, "DROP FUNCTION casework_recompute_state(uuid)"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
