-- Persons with a follow-up due in the period whose latest status is positive (indicator 4b).
-- The latest follow-up of the period counts, with the days of margin of the protocol on either
-- side; whoever was not reached has none and is not positive. Which outcomes are positive, and
-- of which group, is said by the protocol. The fact is the follow-up that was due.
WITH protocol AS MATERIALIZED (
    SELECT
        version.id,
        (version.document ->> 'on_time_days')::integer AS margin,
        ARRAY(
            SELECT outcome ->> 'code'
            FROM jsonb_array_elements(version.document -> 'outcomes') AS outcome
            WHERE outcome ->> 'group' = ANY(%(groups)s)
        ) AS positive
    FROM casework_protocolversion AS version
)
SELECT
    due.person_id,
    due.case_id,
    'casework_due' AS fact_table,
    due.id AS fact_id,
    due.original_on AS occurred_on,
    due.recorded_at,
    due.office_id,
    due.assigned_to_id AS recorded_by,
    NULL::bigint AS award_id,
    NULL::uuid AS service_id,
    latest.mode AS evidence
FROM casework_due AS due
JOIN people_person AS person ON person.id = due.person_id
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
WHERE due.kind = 'follow_up'
  AND due.original_on BETWEEN %(start)s AND %(end)s
  AND (
      due.cancelled_at IS NULL
      OR (due.cancelled_at AT TIME ZONE 'America/Guatemala')::date > due.original_on
  )
  AND (due.person_id IN (
      SELECT hers.person_id
      FROM casework_closure AS closure
      JOIN casework_case AS hers ON hers.id = closure.case_id
      WHERE closure.reason = 'fallecimiento'
        AND closure.state IN ('requested', 'certified')
        AND closure.requested_on <= %(end)s
  )) = %(deceased)s
  AND latest.outcomes::text[] && protocol.positive
  AND (%(offices)s::bigint[] IS NULL OR due.office_id = ANY(%(offices)s::bigint[]))
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          indicators_manager_on(due.case_id, due.original_on), due.assigned_to_id
      )
  )
