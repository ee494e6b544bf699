"""Applications and placements, and the rule that tells a job from a casual one."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import protect

# A job counts from so many hours a week for so many months; a business from its first sale.
IS_OCCASIONAL = """
CREATE FUNCTION jobs_is_occasional(
    kind text, weekly integer, lasting numeric, first_sale date, began date
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN kind = 'autoempleo' THEN first_sale IS NULL
        ELSE NOT EXISTS (
            SELECT FROM (
                SELECT * FROM jobs_placementthreshold WHERE valid_from <= began
                ORDER BY valid_from DESC LIMIT 1
            ) threshold
            WHERE weekly >= threshold.hours_per_week AND lasting >= threshold.months)
        END
$$;
"""
DROP_IS_OCCASIONAL = "DROP FUNCTION jobs_is_occasional(text, integer, numeric, date, date)"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_cases_events_deliveries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlacementThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="desde")),
                (
                    "hours_per_week",
                    models.PositiveSmallIntegerField(verbose_name="horas a la semana"),
                ),
                (
                    "months",
                    models.DecimalField(decimal_places=1, max_digits=3, verbose_name="meses"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
            ],
            options={
                "verbose_name": "umbral de empleo",
                "verbose_name_plural": "umbrales de empleo",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=arraigo.core.models.field_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="fecha")),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("annulled_at", models.DateTimeField(editable=False, null=True)),
                ("annulled_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("employer_name", models.CharField(max_length=160, verbose_name="empresa")),
                ("position", models.CharField(max_length=120, verbose_name="puesto")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("empresa", "En la empresa"),
                            ("tu_empleo", "Tu Empleo (MINTRAB)"),
                            ("vume", "Ventanilla de empleo (VUME)"),
                            ("feria", "Feria o kiosco de empleo"),
                            ("redes", "Redes sociales u otra bolsa en línea"),
                            ("conocidos", "Familia o conocidos"),
                            ("otro", "Otro medio"),
                        ],
                        max_length=12,
                        verbose_name="medio",
                    ),
                ),
                (
                    "adult_seen",
                    models.BooleanField(
                        default=False, verbose_name="se vio que ya cumplió 18 años"
                    ),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="application_case"),
                    models.Index(fields=["office", "occurred_on"], name="application_office"),
                    models.Index(fields=["person", "occurred_on"], name="application_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("annulled_at", None),
                                ("annulled_by", None),
                                ("annulled_reason", ""),
                            ),
                            models.Q(
                                ("annulled_at__isnull", False),
                                ("annulled_by__isnull", False),
                                models.Q(("annulled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("employer_name", ""), _negated=True),
                            models.Q(("position", ""), _negated=True),
                        ),
                        name="application_names_job",
                        violation_error_message="Escriba la empresa y el puesto.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "means__in",
                                [
                                    "empresa",
                                    "tu_empleo",
                                    "vume",
                                    "feria",
                                    "redes",
                                    "conocidos",
                                    "otro",
                                ],
                            )
                        ),
                        name="application_means_known",
                        violation_error_message="Escoja el medio de la lista.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=arraigo.core.models.field_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="fecha")),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("annulled_at", models.DateTimeField(editable=False, null=True)),
                ("annulled_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asalariado", "Empleo asalariado"),
                            ("autoempleo", "Autoempleo o negocio propio"),
                        ],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "employer_name",
                    models.CharField(blank=True, max_length=160, verbose_name="empresa"),
                ),
                ("position", models.CharField(max_length=120, verbose_name="puesto o negocio")),
                (
                    "hours_per_week",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(112),
                        ],
                        verbose_name="horas a la semana",
                    ),
                ),
                (
                    "expected_months",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="meses que se espera",
                    ),
                ),
                ("first_sale_on", models.DateField(null=True, verbose_name="primera venta")),
                (
                    "held_before",
                    models.BooleanField(default=False, verbose_name="ya lo tenía antes"),
                ),
                (
                    "abroad",
                    models.BooleanField(
                        default=False, verbose_name="en el extranjero, por movilidad regular"
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("contrato", "Contrato o constancia"),
                            ("empleador", "Lo confirmó quien emplea"),
                            ("llamada", "Lo dijo la persona por llamada o visita"),
                        ],
                        max_length=10,
                        verbose_name="constancia",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(editable=False, null=True, verbose_name="terminó el"),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="placement_case"),
                    models.Index(fields=["office", "occurred_on"], name="placement_office"),
                    models.Index(fields=["person", "occurred_on"], name="placement_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("annulled_at", None),
                                ("annulled_by", None),
                                ("annulled_reason", ""),
                            ),
                            models.Q(
                                ("annulled_at__isnull", False),
                                ("annulled_by__isnull", False),
                                models.Q(("annulled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="placement_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["asalariado", "autoempleo"])),
                        name="placement_kind_known",
                        violation_error_message="Escoja el tipo de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence__in", ["contrato", "empleador", "llamada"])),
                        name="placement_evidence_known",
                        violation_error_message="Diga qué lo muestra.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "asalariado"), _negated=True),
                            models.Q(
                                models.Q(("employer_name", ""), _negated=True),
                                ("expected_months__isnull", False),
                                ("hours_per_week__isnull", False),
                                ("first_sale_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="placement_job_whole",
                        violation_error_message="Un empleo dice la empresa, las horas a la semana y los meses.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_per_week", None),
                            models.Q(("hours_per_week__gte", 1), ("hours_per_week__lte", 112)),
                            _connector="OR",
                        ),
                        name="placement_hours_possible",
                        violation_error_message="Las horas a la semana van de 1 a 112.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected_months", None), ("expected_months__gt", 0), _connector="OR"
                        ),
                        name="placement_months_positive",
                        violation_error_message="Los meses son más que cero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_sale_on", None),
                            ("first_sale_on__gte", models.F("occurred_on")),
                            _connector="OR",
                        ),
                        name="placement_sale_after_start",
                        violation_error_message="La primera venta no es anterior al inicio.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("occurred_on")),
                            _connector="OR",
                        ),
                        name="placement_ends_after_start",
                        violation_error_message="No puede terminar antes de empezar.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementthreshold",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="903eaa0df09b968bae0a6cbce28dbcf0b72b7775",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_44e6e",
                    table="jobs_placementthreshold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="677b19dbc91f0c790136675f8d6794c646337087",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_36e4c",
                    table="jobs_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="7d90be7cfc5f58818e3ed83fcfa7e4648c1ec3e5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_93eaa",
                    table="jobs_placement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(IS_OCCASIONAL, DROP_IS_OCCASIONAL),
        protect("jobs_application"),
        protect("jobs_placement"),
    ]
