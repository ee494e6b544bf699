"""Load variant 1b: the referrals that could take the person, beside all those sent."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)

RULES = (
    "Se parte de las referencias que cuentan en el indicador 1.\n"
    "No cuenta la que la institución contestó «no cumple requisitos», sea cual sea la razón.\n"
    "No cuenta la de un servicio que no llega al municipio de la persona: ni se da allí, ni lo "
    "cubre, ni es de todo el país. Valen el municipio y la cobertura registrados hoy.\n"
    "Una persona cuenta una vez por periodo. La referencia es de quien la envió."
)


def load(apps, _schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    main = indicator.objects.get(code="1", variant="", version=1)
    indicator.objects.create(
        code=main.code,
        variant="admisibles",
        variant_label="1b, cumple requisitos y vive en el área",
        order=main.order,
        title=main.title,
        unit=main.unit,
        counts=(
            "Lo mismo que el indicador 1, sin las referencias en que la persona no cumplía "
            "requisitos o vivía fuera del área del servicio."
        ),
        numerator="Personas distintas con una o más referencias que las podían recibir.",
        evidence=main.evidence,
        counting_rules=RULES,
        source=main.source,
        query="referrals_within_reach",
        valid_from=FROM,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_load_cases_attended"),
        ("directory", "0001_service_types_services"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
