-- Completed programmes of the cohort after which the person applied for a job (indicator 6).
-- Any application counts, by whatever means, dated after the completion and within the days
-- that the definition gives. The fact is the completion: its date is the cohort's.
SELECT completed.*
FROM {programmes_completed} AS completed
WHERE EXISTS (
    SELECT FROM jobs_application AS application
    WHERE application.person_id = completed.person_id
      AND application.annulled_at IS NULL
      AND application.occurred_on > completed.occurred_on
      AND application.occurred_on <= completed.occurred_on + %(days)s::integer
)

-- Which of them: those of the cohort.
{programmes_completed}
