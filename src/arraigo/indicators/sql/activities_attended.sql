-- Activities that somebody of the office attended and that have their evidence (indicator 5).
-- The fact is the activity, once for the office however many took part; asked for one author,
-- it is that author's own participation.
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
    activity.evidence
FROM coordination_activity AS activity
CROSS JOIN LATERAL (
    SELECT DISTINCT
        CASE WHEN %(author)s::bigint IS NULL THEN activity.id ELSE participation.id END AS fact_id
    FROM coordination_participation AS participation
    WHERE participation.activity_id = activity.id
      AND participation.annulled_at IS NULL
      AND (%(author)s::bigint IS NULL OR participation.user_id = %(author)s)
) AS attended
WHERE activity.annulled_at IS NULL
  AND activity.occurred_on BETWEEN %(start)s AND %(end)s
  AND activity.kind = ANY(%(kinds)s)
  AND activity.evidence = ANY(%(evidence)s)
  AND (%(offices)s::bigint[] IS NULL OR activity.office_id = ANY(%(offices)s::bigint[]))
