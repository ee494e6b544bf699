"""What a user looked at is counted by the database; sessions of before end."""

from django.db import migrations

from arraigo.accounts.harvest.counting import COUNT_FUNCTION, DROP_COUNT_FUNCTION


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sessions_roles_by_two_look_limits"),
        ("core", "0002_traces_by_actor"),
    ]

    operations = [
        migrations.RunSQL(COUNT_FUNCTION, DROP_COUNT_FUNCTION),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
