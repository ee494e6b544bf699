"""Load the definition of the cases attended, which the monthly report gives beside the eight."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
SOURCE = (
    "Aviso de la consultoría (el informe mensual dice los casos atendidos). Definición operativa "
    "del programa, por confirmar."
)

RULES = (
    "Decide la fecha en que se hizo, no la de registro. Lo anulado no cuenta.\n"
    "Contacto efectivo es el que llegó a la persona: seguimiento, consejería, visita, llamada o "
    "atención en oficina, o un intento en que contestó.\n"
    "Una nota sin contacto, una referencia o un intento fallido no hacen un caso atendido.\n"
    "Una persona cuenta una vez por periodo, en la oficina y con cada promotor/a.\n"
    "El contacto es de quien lo hizo; el servicio y la acción del plan, de quien llevaba el caso "
    "ese día."
)

ATTENDED = {
    "code": "CA",
    "order": 5,
    "title": "Casos atendidos",
    "unit": "personas únicas",
    "counts": (
        "Personas retornadas con al menos un contacto efectivo, un servicio entregado o una "
        "acción de su plan hecha en el periodo."
    ),
    "numerator": "Personas distintas con uno o más de esos hechos.",
    "evidence": "El registro del contacto, de la entrega o de la acción hecha.",
    "counting_rules": RULES,
    "source": SOURCE,
    "query": "persons_attended",
    "parameters": {"opened": "any", "closed": False},
    "valid_from": FROM,
}
NEW = {
    **ATTENDED,
    "variant": "1-nuevos",
    "variant_label": "nuevos",
    "counts": "De los casos atendidos, los de personas cuyo caso se abrió en el periodo.",
    "counting_rules": (
        f"{RULES}\nQuien cerró un caso y abrió otro en el mismo periodo, y fue atendida en los "
        "dos, aparece en nuevos y en continuos: por eso no siempre suman el total."
    ),
    "parameters": {"opened": "within", "closed": False},
}
CONTINUING = {
    **NEW,
    "variant": "2-continuos",
    "variant_label": "continuos",
    "counts": "De los casos atendidos, los de personas cuyo caso se abrió antes del periodo.",
    "parameters": {"opened": "before", "closed": False},
}
CLOSED = {
    **ATTENDED,
    "variant": "3-cerrados",
    "variant_label": "cerrados",
    "counts": (
        "De los casos atendidos, nuevos o continuos, los que se cerraron dentro del periodo."
    ),
    "parameters": {"opened": "any", "closed": True},
}
FAILED = {
    **ATTENDED,
    "variant": "4-intentos",
    "variant_label": "intentos fallidos, aparte",
    "unit": "intentos",
    "counts": "Intentos del periodo de hablar con una persona retornada que no llegaron a ella.",
    "numerator": "Intentos fallidos registrados.",
    "evidence": "El registro del intento y de su resultado.",
    "counting_rules": (
        "Decide la fecha del intento. Lo anulado no cuenta. Es de quien lo hizo.\n"
        "Se muestra aparte: no hace un caso atendido ni se suma a ellos."
    ),
    "query": "attempts_failed",
    "counted": "fact_id",
    "parameters": {},
}


def load(apps, _schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    for definition in (ATTENDED, NEW, CONTINUING, CLOSED, FAILED):
        indicator.objects.create(**definition)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_load_indicators_2_to_7"),
        ("plans", "0001_plans_goals_actions"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
