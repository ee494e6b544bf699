"""Load the 22 departments and 340 municipalities (INE 2018; OCHA COD-AB 2019-02-07)."""

import csv
from pathlib import Path

from django.db import migrations

from arraigo.core.text import fold, sort_key

DATA = Path(__file__).parent.parent / "data"


def rows(name):
    """Return the rows of a data file, without its comment lines."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def load(apps, _schema_editor):
    department = apps.get_model("territory", "Department")
    municipality = apps.get_model("territory", "Municipality")
    department.objects.bulk_create(
        department(**row, sort_key=sort_key(row["name"])) for row in rows("departments.csv")
    )
    municipalities = []
    for row in rows("municipalities.csv"):
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        municipalities.append(
            municipality(
                code_ine=row["code_ine"],
                pcode=row["pcode"],
                department_id=row["department"],
                name=row["name"],
                aliases=aliases,
                population_2018=row["population_2018"],
                latitude=row["latitude"],
                longitude=row["longitude"],
                sort_key=sort_key(row["name"]),
                folded_names=[fold(name) for name in (row["name"], *aliases)],
            )
        )
    municipality.objects.bulk_create(municipalities)


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_departments_municipalities_offices")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
