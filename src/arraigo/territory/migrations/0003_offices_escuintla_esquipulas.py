"""Open the programme's first two offices: Escuintla (south) and Esquipulas (east)."""

from django.db import migrations

OFFICES = [
    # code, name, sort key, seat, department whose municipalities it covers
    ("ESC", "Escuintla", "escuintla", "0501", "05"),
    ("ESQ", "Esquipulas", "esquipulas", "2007", "20"),
]


def open_offices(apps, _schema_editor):
    office_model = apps.get_model("territory", "Office")
    municipality = apps.get_model("territory", "Municipality")
    for code, name, key, seat, department in OFFICES:
        office = office_model.objects.create(
            code=code, name=name, sort_key=key, municipality_id=seat
        )
        office.municipalities.set(municipality.objects.filter(department_id=department))


class Migration(migrations.Migration):
    dependencies = [("territory", "0002_load_departments_and_municipalities")]

    operations = [migrations.RunPython(open_offices, migrations.RunPython.noop)]
