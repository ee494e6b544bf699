-- Completed programmes of the cohort after which the person applied for a job (indicator 6).
-- Any application counts, by whatever means, dated after the completion and within the days
-- that the definition gives. The fact is the completion: its date is the cohort's.
SELECT
    completion.person_id,
    completion.case_id,
    'learning_completion' AS fact_table,
    completion.id AS fact_id,
    completion.occurred_on,
    completion.recorded_at,
    completion.office_id,
    completion.recorded_by_id AS recorded_by,
    enrolment.award_id,
    enrolment.service_id,
    completion.evidence_status AS evidence
FROM learning_completion AS completion
JOIN learning_enrolment AS enrolment ON enrolment.id = completion.enrolment_id
JOIN people_person AS person ON person.id = completion.person_id
JOIN directory_service AS service ON service.id = enrolment.service_id
LEFT JOIN organizations_award AS award ON award.id = enrolment.award_id
LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
WHERE completion.annulled_at IS NULL
  AND enrolment.annulled_at IS NULL
  AND completion.occurred_on BETWEEN %(start)s AND %(end)s
  AND service.type_id = ANY(%(kinds)s)
  AND enrolment.directness = ANY(%(directness)s)
  AND (NOT %(mature)s OR completion.occurred_on + %(days)s::integer <= core_today())
  AND (%(funder)s::text IS NULL OR funder.code = %(funder)s)
  AND EXISTS (
      SELECT FROM jobs_application AS application
      WHERE application.person_id = completion.person_id
        AND application.annulled_at IS NULL
        AND application.occurred_on > completion.occurred_on
        AND application.occurred_on <= completion.occurred_on + %(days)s::integer
  )
  AND (%(offices)s::bigint[] IS NULL OR completion.office_id = ANY(%(offices)s::bigint[]))
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          indicators_manager_on(completion.case_id, completion.occurred_on),
          completion.recorded_by_id
      )
  )
