"""Load the definitions of indicators 1 and 8.

Their names are the source notice's; the operational definitions are the programme's own until
it confirms them.
"""

from datetime import date

from django.db import migrations

NOTICE = "Aviso de la consultoría (nombre del indicador). Definición operativa del programa, por confirmar."
FROM = date(2026, 1, 1)

REFERRED = {
    "code": "1",
    "order": 10,
    "title": "Personas referidas a servicios adecuados para el empleo",
    "unit": "personas únicas",
    "counts": (
        "Personas retornadas con al menos una referencia enviada en el periodo a un servicio de "
        "formación, certificación, intermediación laboral, programa económico, emprendimiento "
        "o educación."
    ),
    "numerator": "Personas distintas con una o más referencias que cuentan.",
    "evidence": "La referencia enviada, con la respuesta de la institución cuando la hay.",
    "counting_rules": (
        "Decide la fecha de envío, no la de registro.\n"
        "La referencia lleva el consentimiento de la persona y la necesidad a la que responde.\n"
        "No cuenta la que la persona declinó ni la retirada antes de que la institución la leyera.\n"
        "Una persona cuenta una vez por periodo. La referencia es de quien la envió."
    ),
    "query": "employment_referrals",
}

ASSISTED_RULES = (
    "Decide la fecha de entrega, no la de registro.\n"
    "Referir, perfilar o dar una charla no cuenta: cuenta el servicio entregado.\n"
    "El servicio es de un tipo que cuenta como asistencia de recepción o de reintegración.\n"
    "Lo anulado no cuenta. Las recepciones anónimas no se suman.\n"
    "Una persona cuenta una vez por periodo. La entrega es de quien llevaba el caso ese día."
)

ASSISTED = {
    "code": "8",
    "order": 80,
    "title": (
        "Personas que recibieron servicios de recepción o reintegración con apoyo del Gobierno "
        "de los Estados Unidos"
    ),
    "unit": "personas únicas",
    "counts": (
        "Personas retornadas con al menos un servicio de recepción o reintegración entregado "
        "directamente en el periodo, pagado por el financiador."
    ),
    "numerator": "Personas distintas con una o más entregas directas que cuentan.",
    "evidence": "El registro de la entrega, declarado o verificado con constancia.",
    "counting_rules": f"{ASSISTED_RULES}\nCuentan sólo las entregas directas.",
    "query": "assistance_delivered",
    "parameters": {"directness": ["direct"]},
}

WITH_FACILITATED = {
    **ASSISTED,
    "variant": "facilitadas",
    "variant_label": "con facilitadas",
    "counts": (
        "Lo mismo que el indicador 8, y además los servicios que otra institución entregó y "
        "que el programa hizo posibles (facilitados), cargados al financiador."
    ),
    "numerator": "Personas distintas con una o más entregas, directas o facilitadas.",
    "counting_rules": (
        f"{ASSISTED_RULES}\nCuentan las entregas directas y las facilitadas. "
        "Se muestra aparte y no reemplaza a la cifra del indicador 8."
    ),
    "parameters": {"directness": ["direct", "facilitated"]},
}


def load(apps, _schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    funder = apps.get_model("organizations", "Organization").objects.get(code="us-gov")
    common = {"source": NOTICE, "valid_from": FROM}
    indicator.objects.create(**REFERRED, **common)
    indicator.objects.create(**ASSISTED, **common, funder=funder)
    indicator.objects.create(**WITH_FACILITATED, **common, funder=funder)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_indicators"),
        ("casework", "0001_cases_events_deliveries"),
        ("organizations", "0002_load_institutions"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
