"""Load the definitions of indicators 2 to 7.

Their names are the source notice's; the operational definitions are the programme's own until
it confirms them.
"""

from datetime import date

from django.db import migrations

NOTICE = "Aviso de la consultoría (nombre del indicador). Definición operativa del programa, por confirmar."
FROM = date(2026, 1, 1)
PERSONS = "personas únicas"


def variant(main, slug, label, **changes):
    """Return a labelled variant of a definition; its parameters add to the main one's."""
    parameters = {**main.get("parameters", {}), **changes.pop("parameters", {})}
    return {
        **main,
        "variant": slug,
        "variant_label": label,
        **changes,
        "parameters": parameters,
    }


RECOGNISED = {
    "code": "2",
    "order": 20,
    "title": (
        "Personas con reconocimiento oficial de sus habilidades (educativas, técnicas, "
        "profesionales, inglés)"
    ),
    "unit": PERSONS,
    "counts": (
        "Personas retornadas a quienes una institución autorizada emitió en el periodo un "
        "reconocimiento de estudios o de idioma (2a) o una certificación de competencias "
        "técnicas (2b). La cifra es la unión de las dos."
    ),
    "numerator": "Personas distintas con uno o más certificados que cuentan.",
    "evidence": "El certificado: número, fecha, quién lo emite, y constancia si está verificado.",
    "counting_rules": (
        "Decide la fecha de emisión, no la de registro.\n"
        "Los diplomas de asistencia o participación nunca cuentan.\n"
        "Lo anulado no cuenta. Una persona con 2a y 2b cuenta una vez.\n"
        "El certificado es de quien llevaba el caso el día de la emisión."
    ),
    "query": "official_recognitions",
    "parameters": {"recognition": ["reconocimiento", "certificacion"]},
}
RECOGNITION = variant(
    RECOGNISED,
    "reconocimiento",
    "2a, reconocimiento",
    counts=(
        "Personas retornadas con una equivalencia, equiparación o nivel de idioma reconocido "
        "en el periodo por una institución autorizada."
    ),
    parameters={"recognition": ["reconocimiento"]},
)
CERTIFIED = variant(
    RECOGNISED,
    "certificacion",
    "2b, competencias",
    counts=(
        "Personas retornadas con una certificación de competencias emitida en el periodo por "
        "una institución autorizada."
    ),
    parameters={"recognition": ["certificacion"]},
)

PROFILED = {
    "code": "3",
    "order": 30,
    "title": "Casos identificados y perfilados",
    "unit": PERSONS,
    "counts": (
        "Personas retornadas con la entrevista de perfil completada en el periodo (3b), sobre "
        "las identificadas en el periodo (3a)."
    ),
    "numerator": "3b: personas con su primer perfil completo.",
    "denominator": "3a: personas que dieron por primera vez su consentimiento, con caso o sin él.",
    "evidence": "La entrevista de perfil; el consentimiento de la persona.",
    "counting_rules": (
        "Cada persona se identifica y se perfila una sola vez en la vida del proyecto.\n"
        "Se identifica el día de su primer consentimiento; retirarlo después no lo deshace.\n"
        "Quien se identificó un mes puede perfilarse otro: el cociente puede pasar de 100 %.\n"
        "Una y otra son de quien las hizo."
    ),
    "query": "persons_profiled",
    "denominator_query": "persons_identified",
    "parameters": {"identified_too": False},
}
IDENTIFIED = variant(
    PROFILED,
    "identificadas",
    "3a, identificadas",
    counts="Personas retornadas identificadas en el periodo, aunque no tengan caso.",
    numerator="Personas que dieron por primera vez su consentimiento, con caso o sin él.",
    denominator="",
    query="persons_identified",
    denominator_query="",
)
BOTH = variant(
    PROFILED,
    "ambas",
    "lectura literal, ambas",
    counts=(
        "Lectura literal del nombre: personas identificadas y además perfiladas en el mismo "
        "periodo, sobre las identificadas en él."
    ),
    numerator="Personas con su consentimiento y su perfil en el periodo.",
    parameters={"identified_too": True},
)

DUE_RULES = (
    "Decide la primera fecha programada, aunque después se haya movido.\n"
    "Lo que se quitó de la agenda antes de su fecha no tocaba. El margen de días es del "
    "protocolo del caso (7 en su versión 1).\n"
    "Un intento fallido no es un seguimiento. Lo anulado no cuenta.\n"
    "Las personas fallecidas se muestran aparte.\n"
    "El seguimiento es de quien llevaba el caso el día en que tocaba."
)
POSITIVE = {
    "code": "4",
    "order": 40,
    "title": "Tasa de seguimiento con resultados positivos",
    "unit": PERSONS,
    "counts": (
        "4b, la que se reporta: personas con un seguimiento programado en el periodo cuya "
        "última situación es un resultado positivo. El nombre también se puede leer como "
        "seguimientos hechos a tiempo (4a), que se muestra al lado."
    ),
    "numerator": "Personas cuyo último seguimiento del periodo dice un logro.",
    "denominator": (
        "Todas las personas con un seguimiento programado en el periodo: a quien no se "
        "localizó cuenta como no positiva."
    ),
    "evidence": "El seguimiento registrado, con sus logros.",
    "counting_rules": (
        f"{DUE_RULES}\n"
        "Vale el último seguimiento hecho en el periodo o en el margen de días a sus lados.\n"
        "Económico: empleo, negocio, aumento de ingreso. Intermedio: formación, certificado, "
        "estudio. Una persona puede tener de los dos."
    ),
    "query": "positive_outcomes",
    "denominator_query": "follow_ups_due",
    "parameters": {"groups": ["economico", "intermedio"], "deceased": False},
}
ON_TIME = variant(
    POSITIVE,
    "a-tiempo",
    "4a, hechos a tiempo",
    unit="seguimientos",
    counts="Seguimientos programados en el periodo que se hicieron cerca de su fecha.",
    numerator="Seguimientos hechos a no más de 7 días de su fecha, antes o después.",
    denominator="Seguimientos programados en el periodo.",
    evidence="El seguimiento registrado y su fecha programada.",
    counting_rules=DUE_RULES,
    query="follow_ups_on_time",
    counted="fact_id",
)
ECONOMIC = variant(
    POSITIVE,
    "economico",
    "4b, económico",
    counts="Lo mismo que 4b, sólo con empleo, negocio o aumento de ingreso.",
    parameters={"groups": ["economico"]},
)
INTERMEDIATE = variant(
    POSITIVE,
    "intermedio",
    "4b, intermedio",
    counts="Lo mismo que 4b, sólo con formación, certificado o estudio.",
    parameters={"groups": ["intermedio"]},
)
DECEASED = variant(
    POSITIVE,
    "fallecidas",
    "fallecidas",
    counts="Personas fallecidas que tenían un seguimiento programado en el periodo.",
    numerator="Personas cuyo caso se cerró por fallecimiento.",
    denominator="",
    evidence="El cierre del caso.",
    query="follow_ups_due",
    denominator_query="",
    parameters={"deceased": True},
)

ATTENDED = {
    "code": "5",
    "order": 50,
    "title": "Participación en mecanismos de coordinación y actividades de comunicación",
    "unit": "actividades",
    "counts": "Reuniones y eventos del periodo a los que la oficina asistió.",
    "numerator": "Actividades distintas con asistencia y constancia.",
    "evidence": "Acta o minuta, o lista de asistencia.",
    "counting_rules": (
        "Decide la fecha de la actividad, no la de registro.\n"
        "Sin acta ni lista no cuenta. Lo anulado no cuenta.\n"
        "Dos promotores en una reunión son una actividad de la oficina y una participación de "
        "cada quien: las cifras de los promotores no tienen que sumar la de la oficina."
    ),
    "query": "activities_attended",
    "parameters": {"kinds": ["reunion", "evento"], "evidence": ["acta", "lista"]},
    "counted": "fact_id",
}
COMMUNICATED = variant(
    ATTENDED,
    "comunicacion",
    "comunicaciones",
    counts="Comunicaciones del periodo (radio, perifoneo, redes, volantes), aparte.",
    numerator="Comunicaciones distintas con constancia.",
    evidence="Acta, lista, afiche, grabación o publicación.",
    counting_rules=(
        "Decide la fecha de la comunicación. Sin constancia no cuenta. Lo anulado no cuenta.\n"
        "Se muestra aparte y no se suma a la cifra del indicador 5."
    ),
    parameters={"kinds": ["comunicacion"], "evidence": ["acta", "lista", "otra"]},
)

APPLIED = {
    "code": "6",
    "order": 60,
    "title": (
        "Personas que aplicaron al menos una vez a una vacante tras completar formación laboral "
        "con asistencia del Gobierno de los Estados Unidos"
    ),
    "unit": PERSONS,
    "counts": (
        "De las personas que completaron en el periodo un programa de formación laboral pagado "
        "por el financiador, las que después aplicaron a una vacante."
    ),
    "numerator": "Personas con una aplicación posterior, dentro de 180 días.",
    "denominator": "Personas que completaron el programa en el periodo (la cohorte).",
    "evidence": "La aplicación: empresa, puesto, fecha y medio. La formación terminada.",
    "counting_rules": (
        "Decide la fecha en que terminó la formación; la aplicación puede ser de otro mes.\n"
        "Vale cualquier medio, también por su cuenta. Una referencia no es formación terminada.\n"
        "La cohorte madura cuando pasan 180 días; mientras tanto la cifra es provisional.\n"
        "Cuenta la formación directa. Lo anulado no cuenta.\n"
        "La formación es de quien llevaba el caso el día en que terminó."
    ),
    "query": "applied_after_programme",
    "denominator_query": "programmes_completed",
    "parameters": {
        "kinds": ["formacion", "certificacion", "emprendimiento"],
        "directness": ["direct"],
        "days": 180,
        "mature": False,
    },
}
APPLIED_MATURE = variant(
    APPLIED,
    "maduras",
    "cohorte madura",
    counts="Lo mismo que el indicador 6, sólo de quienes ya tuvieron los 180 días.",
    parameters={"mature": True},
)
APPLIED_FACILITATED = variant(
    APPLIED,
    "facilitadas",
    "con facilitadas",
    counts=(
        "Lo mismo que el indicador 6, y además con la formación que otra institución dio y que "
        "el programa hizo posible (facilitada), cargada al financiador."
    ),
    parameters={"directness": ["direct", "facilitated"]},
)

PLACED = {
    "code": "7",
    "order": 70,
    "title": (
        "Personas con empleo tras participar en programas apoyados por el Gobierno de los "
        "Estados Unidos"
    ),
    "unit": PERSONS,
    "counts": (
        "Personas retornadas que empezaron en el periodo un empleo o negocio propio después de "
        "su primer servicio entregado con pago del financiador."
    ),
    "numerator": "Personas con su primer empleo o negocio que cuenta.",
    "evidence": "Contrato o constancia, confirmación de quien emplea, o llamada.",
    "counting_rules": (
        "Decide el día en que empezó. Empezó después del primer servicio directo entregado.\n"
        "No cuenta el que ya tenía antes, ni la ocupación ocasional: menos horas o meses que "
        "el umbral vigente ese día, o un negocio sin su primera venta.\n"
        "Cada persona cuenta una sola vez en la vida del proyecto; perderlo después no resta.\n"
        "El trabajo en el extranjero, por movilidad regular, se muestra aparte.\n"
        "Lo anulado no cuenta. Es de quien llevaba el caso el día en que empezó."
    ),
    "query": "placed_after_service",
    "parameters": {"directness": ["direct"], "abroad": False},
}
PLACED_FACILITATED = variant(
    PLACED,
    "facilitadas",
    "con facilitadas",
    counts=(
        "Lo mismo que el indicador 7, y además después de servicios facilitados, cargados al "
        "financiador."
    ),
    parameters={"directness": ["direct", "facilitated"]},
)
PLACED_ABROAD = variant(
    PLACED,
    "extranjero",
    "en el extranjero",
    counts="Lo mismo que el indicador 7, en el extranjero y por movilidad regular. Va aparte.",
    parameters={"abroad": True},
)

ANYBODYS = (
    RECOGNISED, RECOGNITION, CERTIFIED,
    PROFILED, IDENTIFIED, BOTH,
    POSITIVE, ON_TIME, ECONOMIC, INTERMEDIATE, DECEASED,
    ATTENDED, COMMUNICATED,
)  # fmt: skip
OF_THE_FUNDER = (
    APPLIED, APPLIED_MATURE, APPLIED_FACILITATED,
    PLACED, PLACED_FACILITATED, PLACED_ABROAD,
)  # fmt: skip


def load(apps, _schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    funder = apps.get_model("organizations", "Organization").objects.get(code="us-gov")
    common = {"source": NOTICE, "valid_from": FROM}
    for definition in ANYBODYS:
        indicator.objects.create(**definition, **common)
    for definition in OF_THE_FUNDER:
        indicator.objects.create(**definition, **common, funder=funder)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_load_indicators_1_and_8"),
        ("coordination", "0001_mechanisms_activities_agreements"),
        ("jobs", "0002_load_placement_threshold"),
        ("learning", "0001_enrolments_completions_certificates"),
        ("people", "0003_guardian_and_refusal_form"),
        ("profiling", "0002_load_occupations"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
