"""The first version of the rule about interviews that are about nobody registered."""

import datetime

from django.db import migrations


def load(apps, schema_editor):
    apps.get_model("rights", "RetentionRule").objects.create(
        kind="delivery",
        version=1,
        data_class="b",
        amount=90,
        unit="days",
        deed="empty",
        source=(
            "Como los contactos de una lista: sin expediente no hay permiso para tenerla más de "
            "90 días. Se borra antes si el contacto se cierra."
        ),
        valid_from=datetime.date(2026, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_kind_of_deliveries")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
