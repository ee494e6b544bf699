"""A guardian's name beside the consent; a refusal counts once per form."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_consent_texts")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="guardian_name",
            field=models.CharField(blank=True, max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="refusalcount",
            name="form_id",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE people_refusalcount SET form_id = gen_random_uuid()",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="refusalcount",
            name="form_id",
            field=models.UUIDField(default=uuid.uuid4, unique=True),
        ),
    ]
