"""Assessments from before leave the milestone of their kind as well; void ones leave none.

The actor is set as the policies and triggers ask for.
"""

from django.db import migrations

FILL = """
SELECT set_config('arraigo.actor_kind', 'system', true);
INSERT INTO casework_caseevent
    (case_id, person_id, kind, occurred_on, recorded_at, recorded_by_id, source_table, source_id,
     summary, data_class)
SELECT done.case_id, done.person_id,
       CASE told.kind WHEN 'vulnerabilidad' THEN 'assessed_vulnerability'
                      WHEN 'riesgo' THEN 'assessed_risk' WHEN 'familia' THEN 'assessed_family'
                      WHEN 'habilidades' THEN 'assessed_skills' ELSE 'assessed_rss' END,
       done.occurred_on, done.recorded_at, done.recorded_by_id, done.source_table, done.source_id,
       '', done.data_class
FROM casework_caseevent done JOIN profiling_assessment told ON told.id = done.source_id
WHERE done.kind = 'assessment_done' AND told.annulled_at IS NULL
ORDER BY done.id;
SELECT set_config('arraigo.actor_kind', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0032_milestones_by_kind_of_assessment"),
        ("profiling", "0006_load_schemes_of_risk_family_skills"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
