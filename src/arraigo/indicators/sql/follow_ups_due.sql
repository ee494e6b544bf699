-- Follow-ups that were due in the period, done or not (denominator of indicator 4).
-- The first date decides, however often it was moved; what was taken off the agenda before its
-- day was never due.
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
    '' AS evidence,
    'manager' AS whose,
    due.person_id IN (
        SELECT hers.person_id
        FROM casework_closure AS closure
        JOIN casework_case AS hers ON hers.id = closure.case_id
        WHERE closure.reason = 'fallecimiento'
          AND closure.state IN ('requested', 'certified')
          AND closure.requested_on <= %(end)s::date
    ) AS deceased
FROM casework_due AS due
WHERE due.kind = 'follow_up'
  AND due.original_on BETWEEN %(start)s::date AND %(end)s::date
  AND (
      due.cancelled_at IS NULL
      OR (due.cancelled_at AT TIME ZONE 'America/Guatemala')::date > due.original_on
  )

-- Which of them: the deceased are apart.
deceased = %(deceased)s::boolean
