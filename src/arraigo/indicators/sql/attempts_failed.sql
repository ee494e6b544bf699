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
    attempt.result AS evidence
FROM casework_contactattempt AS attempt
JOIN people_person AS person ON person.id = attempt.person_id
WHERE attempt.annulled_at IS NULL
  AND attempt.result <> 'later'
  AND attempt.occurred_on BETWEEN %(start)s AND %(end)s
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(offices)s::bigint[] IS NULL OR attempt.office_id = ANY(%(offices)s::bigint[]))
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          attempt.recorded_by_id, indicators_manager_on(attempt.case_id, attempt.occurred_on)
      )
  )
