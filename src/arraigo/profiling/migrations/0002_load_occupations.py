"""Load the 436 unit groups of CIUO-08 (ILO) and the words returned persons use for them."""

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
    occupation = apps.get_model("profiling", "Occupation")
    word = apps.get_model("profiling", "OccupationWord")
    occupation.objects.bulk_create(
        occupation(**row, sort_key=sort_key(row["title"]), search_text=fold(row["title"]))
        for row in rows("occupations.csv")
    )
    word.objects.bulk_create(
        word(occupation_id=row["code"], word=row["word"], folded=fold(row["word"]))
        for row in rows("occupation_words.csv")
    )


class Migration(migrations.Migration):
    dependencies = [("profiling", "0001_profiles_occupations")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
