"""The rules look the deceased up once for all rows: a function asked for each was dear."""

import importlib

from django.db import migrations

DIED_BY = importlib.import_module("arraigo.indicators.migrations.0004_died_by").DIED_BY


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_load_indicators_2_to_7"),
        ("casework", "0009_plan_review_opens_again"),
    ]

    operations = [migrations.RunSQL("DROP FUNCTION indicators_died_by(uuid, date)", DIED_BY)]
