"""Load the provisional schemes: equal weights, because the official ones could not be read.

The scores of the answers and the readings are general knowledge to be checked against Annex 4 of
the IOM Reintegration Handbook. None of them is official.
"""

import json
from datetime import date
from importlib.resources import files

from django.db import migrations
from django.utils import timezone

SOURCES = {
    "rss": "Pesos iguales, en espera del puntaje oficial de OIM y Samuel Hall (MEASURE, 2017).",
    "vulnerabilidad": "Pesos iguales, propuesta de Arraigo en espera de la del programa.",
}


def load(apps, _schema_editor):
    scheme = apps.get_model("profiling", "ScoringScheme")
    data = files("arraigo.profiling.assessments").joinpath("data")
    for code, source in SOURCES.items():
        scheme.objects.create(
            code=code,
            version="provisional",
            source=source,
            is_official=False,
            valid_from=date(2025, 1, 1),
            document=json.loads(data.joinpath(f"puntaje_{code}.json").read_text("utf-8")),
            published_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("profiling", "0004_assessments_and_schemes")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
