"""In every protocol version: a new version of the plan opens its review again, and a plan that
was returned is to be agreed anew (domain: protocol, step 2 leaves with both)."""

from django.db import migrations

UNDONE_BY = {"plan_agreed": ["plan_returned"], "plan_reviewed": ["plan_agreed"]}

RECOMPUTE = """
SELECT set_config('arraigo.actor_kind', 'system', true);
SELECT casework_recompute_state(id) FROM casework_case;
SELECT set_config('arraigo.actor_kind', '', true);
"""


def open_again(apps, _schema_editor):
    for version in apps.get_model("casework", "ProtocolVersion").objects.all():
        version.document["undone_by"] = UNDONE_BY | version.document["undone_by"]
        version.save(update_fields=["document"])


def stay_reviewed(apps, _schema_editor):
    for version in apps.get_model("casework", "ProtocolVersion").objects.all():
        for kind in UNDONE_BY:
            version.document["undone_by"].pop(kind, None)
        version.save(update_fields=["document"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_contacts_survive_undoing")]

    operations = [
        migrations.RunPython(open_again, stay_reviewed),
        migrations.RunSQL(RECOMPUTE, RECOMPUTE),
    ]
