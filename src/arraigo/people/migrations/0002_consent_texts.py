"""The first version of the words people agree to. Ours; a new version is a new row."""

import datetime
import hashlib

from django.db import migrations

SERVICE = """Trabajamos para la OIM y el Ministerio de Trabajo. Queremos anotar sus datos para \
ayudarle a encontrar trabajo, formación o apoyo para su negocio.

Usted decide. Puede decir que no y pedir información igual. Puede ver lo que anotamos, pedir que \
lo corrijamos y retirar este permiso cuando quiera. Sus datos los ve solo el personal que le \
atiende. No los damos a nadie más sin preguntarle antes.

Todos los servicios son gratuitos. Nadie puede pedirle dinero, favores ni relaciones a cambio."""

PARTNER = """Para que la institución le atienda le daremos solo los datos que se leen en esta \
pantalla.

Usted decide. Puede decir que no y recibe igual los servicios. Puede retirar este permiso cuando \
quiera; lo que ya se entregó a la institución no se puede recoger.

La institución nos contará si usted se presentó y qué servicio recibió."""


def load(apps, schema_editor):
    ConsentText = apps.get_model("people", "ConsentText")
    for purpose, body in (("service", SERVICE), ("partner", PARTNER)):
        ConsentText.objects.create(
            purpose=purpose,
            version=1,
            language="es",
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            valid_from=datetime.date(2026, 1, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_persons_scope_consent")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
