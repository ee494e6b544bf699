"""The first limits against harvesting: a field role opens far fewer than 60 files in an hour."""

from django.db import migrations

#: Role (empty: anybody), files to tell of and to ask after, searches to tell of and to ask after.
FIRST = [
    ("", 60, 120, 90, 180),
    ("national_officer", 120, 240, 120, 240),
]


def load(apps, schema_editor):
    limits = apps.get_model("accounts", "LookLimit").objects
    for role, alert_files, stop_files, alert_searches, stop_searches in FIRST:
        limits.create(
            role=role, valid_from="2026-01-01", alert_files=alert_files, stop_files=stop_files,
            alert_searches=alert_searches, stop_searches=stop_searches,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_count_looks")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
