-- Attempts of the period to reach a returned person that did not reach her. They are shown
-- beside the cases attended and never make one.
SELECT
    attempt.person_id,
    attempt.case_id,
    'casework_contactattempt' AS fact_table,
    attempt.id AS fact_id,
    attempt.occurred_on,
    attempt.recorded_at,
    attempt.office_id,
    attempt.recorded_by_id AS recorded_by,
    NULL::bigint AS award_id,
    NULL::uuid AS service_id,
    attempt.result AS evidence,
    'recorder' AS whose
FROM casework_contactattempt AS attempt
WHERE attempt.annulled_at IS NULL
  AND attempt.result <> 'later'
  AND attempt.occurred_on BETWEEN %(start)s::date AND %(end)s::date
