"""Who managed a case on a day: whose the facts of that day are."""

from django.db import migrations

# The last assignment begun by the end of that day in Guatemala; before the first one, the first.
MANAGER_ON = """
CREATE FUNCTION indicators_manager_on(the_case uuid, day date) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT manager_id
    FROM casework_caseassignment,
         LATERAL (SELECT since < (day + 1)::timestamp AT TIME ZONE 'America/Guatemala') AS x (begun)
    WHERE case_id = the_case
    ORDER BY begun DESC, CASE WHEN begun THEN since END DESC, since
    LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_indicators"),
        ("casework", "0001_cases_events_deliveries"),
    ]

    operations = [migrations.RunSQL(MANAGER_ON, "DROP FUNCTION indicators_manager_on(uuid, date)")]
