"""Whether the person of a case is known to have died: follow-up rates show her apart."""

from django.db import migrations

DIED_BY = """
CREATE FUNCTION indicators_died_by(the_case uuid, day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM casework_closure
        WHERE case_id = the_case AND reason = 'fallecimiento'
          AND state IN ('requested', 'certified') AND requested_on <= day
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_load_indicators_1_and_8"),
        ("casework", "0005_agenda_state_work_closures"),
    ]

    operations = [migrations.RunSQL(DIED_BY, "DROP FUNCTION indicators_died_by(uuid, date)")]
