"""Load the provisional schemes of risk, family and skills: equal weights, none of them official."""

import json
from datetime import date
from importlib.resources import files

from django.db import migrations
from django.utils import timezone

SOURCE = "Pesos iguales, propuesta de Arraigo en espera de la del programa."
KINDS = ("riesgo", "familia", "habilidades")


def load(apps, _schema_editor):
    scheme = apps.get_model("profiling", "ScoringScheme")
    data = files("arraigo.profiling.assessments").joinpath("data")
    for code in KINDS:
        scheme.objects.create(
            code=code,
            version="provisional",
            source=SOURCE,
            is_official=False,
            valid_from=date(2025, 1, 1),
            document=json.loads(data.joinpath(f"puntaje_{code}.json").read_text("utf-8")),
            published_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("profiling", "0005_load_provisional_schemes")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
