-- Jobs and businesses begun after a service that the funder paid (indicator 7).
-- A person counts once in the life of the project, with the first that counts: begun after her
-- first delivered service, not held before, and no occasional occupation by the threshold of
-- the day it began. That it ended later takes nothing away.
SELECT
    first_one.person_id,
    first_one.case_id,
    'jobs_placement' AS fact_table,
    first_one.id AS fact_id,
    first_one.occurred_on,
    first_one.recorded_at,
    first_one.office_id,
    first_one.recorded_by_id AS recorded_by,
    first_one.award_id,
    NULL::uuid AS service_id,
    first_one.evidence
FROM (
    SELECT DISTINCT ON (placement.person_id) placement.*, assisted.award_id
    FROM jobs_placement AS placement
    CROSS JOIN LATERAL (
        SELECT delivery.award_id
        FROM casework_servicedelivery AS delivery
        LEFT JOIN organizations_award AS award ON award.id = delivery.award_id
        LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
        WHERE delivery.person_id = placement.person_id
          AND delivery.annulled_at IS NULL
          AND delivery.occurred_on < placement.occurred_on
          AND delivery.directness = ANY(%(directness)s)
          AND (%(funder)s::text IS NULL OR funder.code = %(funder)s)
        ORDER BY delivery.occurred_on, delivery.id
        LIMIT 1
    ) AS assisted
    WHERE placement.person_id IN (
        SELECT begun.person_id
        FROM jobs_placement AS begun
        WHERE begun.occurred_on BETWEEN %(start)s AND %(end)s
    )
      AND placement.occurred_on <= %(end)s
      AND placement.annulled_at IS NULL
      AND NOT placement.held_before
      AND placement.abroad = %(abroad)s
      AND NOT jobs_is_occasional(
          placement.kind, placement.hours_per_week, placement.expected_months,
          placement.first_sale_on, placement.occurred_on
      )
    ORDER BY placement.person_id, placement.occurred_on, placement.id
) AS first_one
JOIN people_person AS person ON person.id = first_one.person_id
WHERE first_one.occurred_on BETWEEN %(start)s AND %(end)s
  AND (%(offices)s::bigint[] IS NULL OR first_one.office_id = ANY(%(offices)s::bigint[]))
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          indicators_manager_on(first_one.case_id, first_one.occurred_on),
          first_one.recorded_by_id
      )
  )
