-- Of the jobs and businesses of indicator 7, those in which the person still worked so many days
-- after she began: it was said for those days, or that she was still there later, or her last
-- day came after them. What nobody could tell does not count. The rule is also told in
-- jobs/retention/reading.py, for the page.
SELECT placed.*
FROM {placed_after_service} AS placed
WHERE EXISTS (
    SELECT FROM jobs_retentioncheck AS asked
    WHERE asked.placement_id = placed.fact_id
      AND asked.annulled_at IS NULL
      AND (
          asked.days = %(days)s::integer AND asked.still IN ('si', 'otro')
          OR asked.days > %(days)s::integer AND asked.still = 'si'
      )
) OR EXISTS (
    SELECT FROM jobs_placement AS ended
    WHERE ended.id = placed.fact_id
      AND ended.ended_on >= ended.occurred_on + %(days)s::integer
)

-- Which of them: those whose days have passed.
{placed_long_enough}
