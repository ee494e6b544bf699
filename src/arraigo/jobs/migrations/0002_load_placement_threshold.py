"""The proposed threshold of a job: 20 hours a week expected for a month."""

import datetime
from decimal import Decimal

from django.db import migrations


def load(apps, schema_editor):
    apps.get_model("jobs", "PlacementThreshold").objects.create(
        valid_from=datetime.date(2020, 1, 1),
        hours_per_week=20,
        months=Decimal("1.0"),
        source="Propuesta de las definiciones operativas, indicador 7",
    )


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_applications_placements")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
