-- Activities that somebody of the office attended (indicator 5).
-- The fact is the activity, once for the office however many took part; asked for one author,
-- it is that author's own participation: the rule itself looks whose it is.
SELECT
    NULL::uuid AS person_id,
    NULL::uuid AS case_id,
    CASE
        WHEN %(author)s::bigint IS NULL THEN 'coordination_activity'
        ELSE 'coordination_participation'
    END AS fact_table,
    attended.fact_id,
    activity.occurred_on,
    activity.recorded_at,
    activity.office_id,
    activity.recorded_by_id AS recorded_by,
    activity.award_id,
    NULL::uuid AS service_id,
    activity.evidence,
    'checked' AS whose,
    activity.kind
FROM coordination_activity AS activity
CROSS JOIN LATERAL (
    SELECT DISTINCT
        CASE WHEN %(author)s::bigint IS NULL THEN activity.id ELSE participation.id END AS fact_id
    FROM coordination_participation AS participation
    WHERE participation.activity_id = activity.id
      AND participation.annulled_at IS NULL
      AND (%(author)s::bigint IS NULL OR participation.user_id = %(author)s::bigint)
) AS attended
WHERE activity.annulled_at IS NULL
  AND activity.occurred_on BETWEEN %(start)s::date AND %(end)s::date

-- Which of them: those of these kinds that have this evidence.
kind = ANY(%(kinds)s::text[]) AND evidence = ANY(%(evidence)s::text[])
