"""What policies and the count of registrations look up is found in an index of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_load_institutions"),
        ("people", "0014_safe_contacts"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="personscope",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="territory.office",
            ),
        ),
        migrations.AlterField(
            model_name="personscope",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            model_name="personscope",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="scopes",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["purpose", "decided_on"], name="consent_decided"),
        ),
        migrations.AddIndex(
            model_name="personscope",
            index=models.Index(
                fields=["person"],
                include=("office", "organization", "until"),
                name="scope_of_person",
            ),
        ),
    ]
