-- Persons with a follow-up due in the period, and what their latest status was (indicator 4b).
-- The latest follow-up of the period counts, with the days of margin of the protocol on either
-- side; whoever was not reached has none and is not positive. Which outcomes are of which group
-- is said by the protocol. The fact is the follow-up that was due.
WITH protocol AS MATERIALIZED (
    SELECT
        version.id,
        (version.document ->> 'on_time_days')::integer AS margin,
        version.document -> 'outcomes' AS outcomes
    FROM casework_protocolversion AS version
)
SELECT
    due.person_id,
    due.case_id,
    due.fact_table,
    due.fact_id,
    due.occurred_on,
    due.recorded_at,
    due.office_id,
    due.recorded_by,
    due.award_id,
    due.service_id,
    latest.mode AS evidence,
    due.whose,
    due.deceased,
    ARRAY(
        SELECT outcome ->> 'group'
        FROM jsonb_array_elements(protocol.outcomes) AS outcome
        WHERE outcome ->> 'code' = ANY(latest.outcomes)
    ) AS groups
FROM {follow_ups_due} AS due
JOIN casework_case AS kase ON kase.id = due.case_id
JOIN protocol ON protocol.id = kase.protocol_id
CROSS JOIN LATERAL (
    SELECT follow_up.mode, follow_up.outcomes
    FROM casework_followup AS follow_up
    WHERE follow_up.person_id = due.person_id
      AND follow_up.annulled_at IS NULL
      AND follow_up.occurred_on
          BETWEEN %(start)s::date - protocol.margin AND %(end)s::date + protocol.margin
    ORDER BY follow_up.occurred_on DESC, follow_up.recorded_at DESC
    LIMIT 1
) AS latest

-- Which of them: those due whose status is of one of the groups.
{follow_ups_due} AND groups && %(groups)s::text[]
