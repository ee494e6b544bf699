"""The first version of the words of the purposes asked for one by one. Ours, as the others."""

import datetime
import hashlib

from django.db import migrations

_DECIDES = """Usted decide. Puede decir que no y recibe igual los servicios. Puede retirar este \
permiso cuando quiera"""

TEXTS = {
    "mintrab": f"""El Ministerio de Trabajo (MINTRAB) también ayuda a encontrar trabajo. Si usted \
quiere, le daremos solo los datos que dice el convenio, para que le busque empleo.

{_DECIDES}. Lo ya entregado al Ministerio no se puede recoger.""",
    "employer": f"""Si usted quiere, mostraremos a empleadores su nombre, su teléfono y lo que \
sabe hacer, solo para los puestos que a usted le interesan.

{_DECIDES}; lo que un empleador ya vio no se puede recoger.""",
    "statistics": f"""Si usted quiere, contaremos su caso en estadísticas e informes. Ahí no sale \
su nombre, su teléfono ni nada con que alguien pueda reconocerle.

{_DECIDES}. Los informes ya aprobados no cambian.""",
    "contact": f"""Si usted quiere, le llamaremos o escribiremos para saber cómo le va y para \
preguntarle qué le pareció el servicio. Nunca diremos a otra persona de qué se trata.

{_DECIDES}.""",
    "image": f"""Si usted quiere, usaremos una foto, un video o una grabación suya para contar el \
trabajo del programa. Le mostraremos antes cuál.

{_DECIDES}; lo ya publicado puede seguir circulando.""",
}


def load(apps, schema_editor):
    ConsentText = apps.get_model("people", "ConsentText")
    for purpose, body in TEXTS.items():
        ConsentText.objects.create(
            purpose=purpose,
            version=1,
            language="es",
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            valid_from=datetime.date(2026, 1, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0010_search_by_entries")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
