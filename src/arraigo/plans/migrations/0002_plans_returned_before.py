"""The milestone of the plans in force that were returned before it had a kind of its own."""

from django.db import migrations

FILL = """
SELECT set_config('arraigo.actor_kind', 'system', true);
INSERT INTO casework_caseevent (case_id, person_id, kind, occurred_on, recorded_at,
    recorded_by_id, source_table, source_id, summary, data_class)
SELECT case_id, person_id, 'plan_returned', (reviewed_at AT TIME ZONE 'America/Guatemala')::date,
    core_now(), reviewed_by_id, 'plans_plan', id, '', 'b'
FROM plans_plan WHERE state = 'devuelto' AND replaced_at IS NULL;
SELECT casework_recompute_state(case_id)
FROM plans_plan WHERE state = 'devuelto' AND replaced_at IS NULL;
SELECT set_config('arraigo.actor_kind', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_plan_review_opens_again"),
        ("plans", "0001_plans_goals_actions"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
