"""Load version 1 of the protocol: steps, milestones, follow-up dates, lists to choose from.

After the IOM Reintegration Handbook §2.2–2.7 (steps, closure reasons §2.7); the days and the
lists are proposals that an administrator follows with another version.
"""

from datetime import date

from django.db import migrations


def entries(*pairs, **more):
    return [{"code": code, "label": label, **more} for code, label in pairs]


STEPS = [
    {
        "number": 0,
        "name": "Identificación",
        "checks": [{"task": "open", "kinds": ["case_opened"]}],
    },
    {
        "number": 1,
        "name": "Perfilamiento",
        "deadline_days": 15,
        "checks": [{"task": "profile", "kinds": ["profile_completed"]}],
    },
    {
        "number": 2,
        "name": "Plan",
        "deadline_days": 30,
        "checks": [
            {"task": "plan", "kinds": ["plan_agreed"]},
            {"task": "plan_review", "kinds": ["plan_reviewed"]},
        ],
    },
    {
        "number": 3,
        "name": "Implementación",
        "deadline_days": 90,
        "checks": [
            {
                "task": "service",
                "kinds": [
                    "service_delivered",
                    "counselling_session",
                    "enrolled",
                    "training_completed",
                    "certificate_issued",
                    "applied_to_vacancy",
                    "placed",
                ],
            }
        ],
    },
    {
        "number": 4,
        "name": "Seguimiento",
        "deadline_days": 365,
        "checks": [
            {"task": "follow_up", "kinds": ["follow_up_done"]},
            {"task": "outcome", "kinds": ["outcome_recorded"]},
        ],
    },
    {
        "number": 5,
        "name": "Cierre",
        "entered_by": ["closure_requested"],
        "checks": [
            {"task": "close", "kinds": ["closure_requested"]},
            {"task": "certify", "kinds": ["closure_certified"]},
        ],
    },
]

DOCUMENT = {
    "steps": STEPS,
    "undone_by": {
        "closure_requested": ["closure_returned", "case_reopened"],
        "closure_certified": ["case_reopened"],
        "case_closed": ["case_reopened"],
    },
    "contacts": [
        "case_opened",
        "profile_completed",
        "plan_agreed",
        "counselling_session",
        "contact_made",
        "follow_up_done",
    ],
    "follow_ups": {
        "default": [15, 30, 60, 90, 180, 365],
        "alta": [7, 15, 30, 45, 60, 90, 180, 365],
    },
    "on_time_days": 7,
    "retry_days": 3,
    "unreachable": {"reason": "no_localizada", "attempts": 3, "days": 30},
    "reasons": entries(
        ("objetivos", "Objetivos cumplidos"),
        ("fin_periodo", "Fin del periodo de apoyo"),
        ("criterios", "Deja de cumplir los criterios"),
        ("retiro", "La persona decide retirarse"),
        ("barrera", "Barrera de acceso"),
        ("no_adecuada", "Asistencia no adecuada o no deseada"),
        ("temor", "Temor o repercusiones negativas"),
        ("seguridad_personal", "Seguridad del personal"),
        ("remigracion", "Volvió a migrar"),
        ("traslado", "Traslado fuera del área"),
        ("no_localizada", "No localizada"),
        ("fallecimiento", "Fallecimiento"),
        ("fin_fondos", "Fin de financiamiento"),
        ("contexto", "Contexto o seguridad del lugar"),
        ("duplicado", "Duplicado o error"),
    ),
    "results": entries(
        ("positivo", "Positivo"),
        ("parcial", "Parcial"),
        ("sin_resultado", "Sin resultado"),
        ("desconocido", "Desconocido"),
    ),
    "outcomes": [
        *entries(
            ("empleo", "Empleo asalariado"),
            ("negocio_nuevo", "Negocio nuevo"),
            ("negocio_mejorado", "Negocio mejorado"),
            ("ingreso", "Aumento de ingreso"),
            group="economico",
        ),
        *entries(
            ("certificado", "Certificado obtenido"),
            ("formacion", "Formación terminada"),
            ("estudio", "Vuelve a estudiar"),
            group="intermedio",
        ),
    ],
    "topics": entries(
        ("orientacion", "Orientación general"),
        ("empleo", "Búsqueda de empleo"),
        ("formacion", "Formación y certificación"),
        ("negocio", "Negocio propio"),
        ("documentos", "Documentos"),
        ("plan", "Avance del plan"),
        ("dificultades", "Dificultades en el camino"),
        ("otro", "Otro tema"),
    ),
}


def load(apps, _schema_editor):
    apps.get_model("casework", "ProtocolVersion").objects.get_or_create(
        id=1,
        defaults={
            "title": "Modelo de Gestión de Casos",
            "document": DOCUMENT,
            "valid_from": date(2020, 1, 1),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_protocol_versions")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
