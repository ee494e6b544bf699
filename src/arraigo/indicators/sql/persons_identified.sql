-- Returned persons identified, with or without a case (indicator 3a).
-- A person counts once in the life of the project: on the day of her first consent to be
-- registered, in the office that registered her. After a merge the first consent of all her
-- ids is the one, under the id and in the office where it was given.
SELECT
    person.id AS person_id,
    NULL::uuid AS case_id,
    'people_person' AS fact_table,
    person.id AS fact_id,
    consent.decided_on AS occurred_on,
    consent.recorded_at,
    registered.office_id,
    consent.recorded_by_id AS recorded_by,
    NULL::bigint AS award_id,
    NULL::uuid AS service_id,
    consent.how AS evidence,
    'recorder' AS whose
FROM people_consent AS consent
JOIN people_person AS person ON person.id = consent.person_id
LEFT JOIN people_personalias AS absorbed ON absorbed.person_id = consent.person_id
CROSS JOIN LATERAL (
    SELECT coalesce(absorbed.survivor_id, consent.person_id) AS id
) AS standing
CROSS JOIN LATERAL (
    SELECT scope.office_id
    FROM people_personscope AS scope
    WHERE scope.person_id = person.id AND scope.office_id IS NOT NULL
    ORDER BY scope.reason <> 'registered', scope.id
    LIMIT 1
) AS registered
WHERE consent.purpose = 'service'
  AND consent.decision = 'given'
  AND consent.decided_on BETWEEN %(start)s::date AND %(end)s::date
  AND NOT EXISTS (
      SELECT FROM people_consent AS earlier
      WHERE earlier.person_id = consent.person_id
        AND earlier.purpose = 'service'
        AND earlier.decision = 'given'
        AND (earlier.decided_on, earlier.id) < (consent.decided_on, consent.id)
  )
  AND NOT EXISTS (
      SELECT FROM people_personalias AS twin
      JOIN people_consent AS earlier ON earlier.person_id IN (twin.person_id, twin.survivor_id)
      WHERE twin.survivor_id = standing.id
        AND earlier.purpose = 'service'
        AND earlier.decision = 'given'
        AND (earlier.decided_on, earlier.id) < (consent.decided_on, consent.id)
  )
