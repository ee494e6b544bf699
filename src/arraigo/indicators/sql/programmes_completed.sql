-- Programmes of training for work, paid by the funder, completed in the period: the cohort
-- (denominator of indicator 6).
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
    completion.evidence_status AS evidence,
    'manager' AS whose,
    enrolment.directness
FROM learning_completion AS completion
JOIN learning_enrolment AS enrolment ON enrolment.id = completion.enrolment_id
JOIN directory_service AS service ON service.id = enrolment.service_id
LEFT JOIN organizations_award AS award ON award.id = enrolment.award_id
LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
WHERE completion.annulled_at IS NULL
  AND enrolment.annulled_at IS NULL
  AND completion.occurred_on BETWEEN %(start)s::date AND %(end)s::date
  AND service.type_id = ANY(%(kinds)s::text[])
  AND (%(funder)s::text IS NULL OR funder.code = %(funder)s::text)

-- Which of them: direct or facilitated; with `mature` only those whose days to apply have passed.
directness = ANY(%(directness)s::text[])
AND (NOT %(mature)s::boolean OR occurred_on + %(days)s::integer <= core_today())
