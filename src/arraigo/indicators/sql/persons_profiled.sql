-- Returned persons whose profiling interview was completed (indicator 3b).
-- A person counts once in the life of the project: when her first profile was completed.
SELECT
    profile.person_id,
    profile.case_id,
    'profiling_profile' AS fact_table,
    profile.id AS fact_id,
    completed.day AS occurred_on,
    profile.completed_at AS recorded_at,
    kase.office_id,
    profile.completed_by_id AS recorded_by,
    NULL::bigint AS award_id,
    NULL::uuid AS service_id,
    'entrevista' AS evidence,
    'recorder' AS whose,
    (
        SELECT min(consent.decided_on)
        FROM people_consent AS consent
        WHERE consent.person_id IN (
            SELECT profile.person_id
            UNION ALL
            SELECT twin.person_id FROM people_personalias AS twin
            WHERE twin.survivor_id = profile.person_id
        )
          AND consent.purpose = 'service'
          AND consent.decision = 'given'
    ) AS identified_on
FROM profiling_profile AS profile
JOIN casework_case AS kase ON kase.id = profile.case_id
CROSS JOIN LATERAL (
    SELECT (profile.completed_at AT TIME ZONE 'America/Guatemala')::date AS day
) AS completed
WHERE profile.completed_at >= %(start)s::date::timestamp AT TIME ZONE 'America/Guatemala'
  AND profile.completed_at < (%(end)s::date + 1)::timestamp AT TIME ZONE 'America/Guatemala'
  AND NOT EXISTS (
      SELECT FROM profiling_profile AS earlier
      WHERE earlier.person_id = profile.person_id
        AND (earlier.completed_at, earlier.id) < (profile.completed_at, profile.id)
  )

-- Which of them: with `identified_too` only if she was also identified in the period.
NOT %(identified_too)s::boolean OR identified_on BETWEEN %(start)s::date AND %(end)s::date
