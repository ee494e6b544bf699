"""Load the variants of indicator 7 that say how many still work after 30, 90 and 180 days."""

from datetime import date

from django.db import migrations

FROM = date(2026, 1, 1)
DAYS = (30, 90, 180)

RULES = (
    "Se parte de las personas que cuentan en el indicador 7; decide el día en que empezaron.\n"
    "Entran al denominador cuando ya se cumplieron los {days} días.\n"
    "Sigue trabajando quien lo dijo en la verificación de esos días, aunque sea en otro lugar; "
    "quien seguía en el mismo empleo más tarde; y quien lo dejó después de esos días.\n"
    "De quien no se pudo saber no se supone nada: no cuenta como que sigue.\n"
    "Lo anulado no cuenta. Es de quien llevaba el caso el día en que empezó."
)


def load(apps, _schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    main = indicator.objects.get(code="7", variant="", version=1)
    for days in DAYS:
        indicator.objects.create(
            code=main.code,
            variant=f"dias-{days:03}",
            variant_label=f"siguen trabajando a los {days} días",
            order=main.order,
            title=main.title,
            unit=main.unit,
            counts=(
                "De las personas del indicador 7, las que seguían trabajando "
                f"{days} días después de empezar."
            ),
            numerator=f"Personas de las que se sabe que trabajaban a los {days} días.",
            denominator=f"Personas del indicador 7 que empezaron hace {days} días o más.",
            evidence="Verificación de permanencia: llamada, constancia o quien emplea.",
            counting_rules=RULES.format(days=days),
            source=main.source,
            query="placed_and_kept",
            denominator_query="placed_long_enough",
            parameters={**main.parameters, "days": days},
            funder=main.funder,
            valid_from=FROM,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0008_load_suitable_referrals"),
        ("jobs", "0003_retention_checks"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
