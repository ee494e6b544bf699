"""What was written down in a month is found without reading the whole timeline."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0027_papers_expire"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="caseevent",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["recorded_at"], name="event_recorded"
            ),
        ),
    ]
