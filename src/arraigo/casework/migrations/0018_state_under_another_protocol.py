"""Where a case would stand under another document of the protocol, before anybody decides on it."""

from django.db import migrations

COMPUTE = """
DROP FUNCTION casework_compute_state(uuid);
CREATE FUNCTION casework_compute_state(
    the_case uuid, the_document jsonb DEFAULT NULL, OUT step smallint, OUT missing text[],
    OUT next_due_on date, OUT last_contact_on date, OUT priority text
) LANGUAGE sql STABLE AS $$
WITH protocol AS (
    SELECT coalesce(the_document, version.document) AS document, kase.priority
    FROM casework_case kase
    JOIN casework_protocolversion version ON version.id = kase.protocol_id
    WHERE kase.id = the_case
), happened AS (
    -- what happened and was not annulled at its source
    SELECT event.id, event.case_id, event.kind, event.occurred_on FROM casework_caseevent event
    WHERE event.case_id IN (
        SELECT the_case UNION ALL SELECT id FROM casework_case WHERE continued_in_id = the_case
    ) AND NOT EXISTS (
        SELECT FROM casework_caseevent later
        WHERE later.case_id = event.case_id AND later.id > event.id
          AND later.kind IN ('delivery_annulled', 'fact_annulled')
          AND later.source_id = event.source_id AND later.source_table = event.source_table)
), standing AS (
    -- of that, what nothing later has undone
    SELECT happened.kind FROM protocol, happened WHERE NOT EXISTS (
        SELECT FROM casework_caseevent later
        WHERE later.case_id = happened.case_id AND later.id > happened.id
          AND protocol.document -> 'undone_by' -> happened.kind ? later.kind)
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
    (SELECT max(occurred_on) FROM happened WHERE protocol.document -> 'contacts' ? kind),
    protocol.priority
FROM protocol, here
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_protocol_drafts")]

    operations = [migrations.RunSQL(COMPUTE, migrations.RunSQL.noop)]
