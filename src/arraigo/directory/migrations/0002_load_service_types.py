"""Load the service types and what each means for the indicators.

Employment: definition of indicator 1. Assistance: class and flag of indicator 8.
"""

from django.db import migrations

from arraigo.core.text import sort_key

RECEPTION, REINTEGRATION = "recepcion", "reintegracion"

TYPES = [
    # code, name, for employment, assistance class
    ("formacion", "Formación", True, REINTEGRATION),
    ("certificacion", "Certificación", True, REINTEGRATION),
    ("intermediacion", "Intermediación laboral", True, REINTEGRATION),
    ("programa_economico", "Programa económico", True, REINTEGRATION),
    ("emprendimiento", "Emprendimiento", True, REINTEGRATION),
    ("educacion", "Educación", True, REINTEGRATION),
    ("documentacion", "Documentación", False, REINTEGRATION),
    ("salud", "Salud", False, REINTEGRATION),
    ("psicosocial", "Apoyo psicosocial", False, REINTEGRATION),
    ("legal", "Asesoría legal", False, REINTEGRATION),
    ("vivienda", "Vivienda", False, REINTEGRATION),
    ("alimentos", "Alimentos", False, RECEPTION),
    ("recepcion", "Recepción", False, RECEPTION),
    ("consejeria", "Consejería", False, REINTEGRATION),
]


def load(apps, _schema_editor):
    service_type = apps.get_model("directory", "ServiceType")
    service_type.objects.bulk_create(
        service_type(
            code=code,
            name=name,
            employment=employment,
            assistance_class=assistance_class,
            counts_as_assistance=True,
            sort_key=sort_key(name),
        )
        for code, name, employment, assistance_class in TYPES
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_service_types_services")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
