-- The jobs and businesses of indicator 7 that began so many days ago that one can tell if they
-- lasted (denominator of how many still work).
SELECT placed.*
FROM {placed_after_service} AS placed

-- Which of them: those whose days have passed.
{placed_after_service} AND occurred_on + %(days)s::integer <= core_today()
