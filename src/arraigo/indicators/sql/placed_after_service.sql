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
    first_one.evidence,
    'manager' AS whose,
    first_one.abroad
FROM (
    SELECT DISTINCT ON (placement.person_id, placement.abroad) placement.*, assisted.award_id
    FROM jobs_placement AS placement
    CROSS JOIN LATERAL (
        SELECT delivery.award_id
        FROM casework_servicedelivery AS delivery
        LEFT JOIN organizations_award AS award ON award.id = delivery.award_id
        LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
        WHERE delivery.person_id = placement.person_id
          AND delivery.annulled_at IS NULL
          AND delivery.occurred_on < placement.occurred_on
          AND delivery.directness = ANY(%(directness)s::text[])
          AND (%(funder)s::text IS NULL OR funder.code = %(funder)s::text)
        ORDER BY delivery.occurred_on, delivery.id
        LIMIT 1
    ) AS assisted
    WHERE placement.person_id IN (
        SELECT begun.person_id
        FROM jobs_placement AS begun
        WHERE begun.occurred_on BETWEEN %(start)s::date AND %(end)s::date
    )
      AND placement.occurred_on <= %(end)s::date
      AND placement.annulled_at IS NULL
      AND NOT placement.held_before
      AND NOT jobs_is_occasional(
          placement.kind, placement.hours_per_week, placement.expected_months,
          placement.first_sale_on, placement.occurred_on
      )
    ORDER BY placement.person_id, placement.abroad, placement.occurred_on, placement.id
) AS first_one
WHERE first_one.occurred_on BETWEEN %(start)s::date AND %(end)s::date

-- Which of them: here, or abroad and apart.
abroad = %(abroad)s::boolean
