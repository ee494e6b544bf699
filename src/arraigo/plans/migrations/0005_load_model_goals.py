"""Load the goals that plans may begin from. They are a proposal: the office changes them."""

import json
from importlib.resources import files

from django.db import migrations


def load(apps, _schema_editor):
    model = apps.get_model("plans", "ModelGoal")
    data = files("arraigo.plans.catalogue").joinpath("data", "metas.json")
    for pathway, goals in json.loads(data.read_text("utf-8")).items():
        for goal in goals:
            model.objects.create(pathway=pathway, **goal)


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_feasibility_and_model_goals")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
