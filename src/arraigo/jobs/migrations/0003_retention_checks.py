"""What is asked of placements after 30, 90 and 180 days, under the policies of persons."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0026_retention_and_papers_on_the_agenda"),
        ("jobs", "0002_load_placement_threshold"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionCheck",
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
                ("days", models.PositiveSmallIntegerField(editable=False, verbose_name="días")),
                (
                    "still",
                    models.CharField(
                        choices=[
                            ("si", "Sí, sigue ahí"),
                            ("otro", "Trabaja, pero en otro lugar"),
                            ("no", "Ya no trabaja"),
                            ("sin_dato", "No se pudo saber"),
                        ],
                        max_length=8,
                        verbose_name="¿sigue trabajando?",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contrato", "Contrato o constancia"),
                            ("empleador", "Lo confirmó quien emplea"),
                            ("llamada", "Lo dijo la persona por llamada o visita"),
                        ],
                        max_length=10,
                        verbose_name="constancia",
                    ),
                ),
                ("left_on", models.DateField(null=True, verbose_name="último día")),
                (
                    "left_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contrato", "Se terminó el contrato o la temporada"),
                            ("despido", "La empresa terminó la relación"),
                            ("renuncia", "Lo dejó por decisión propia"),
                            ("cierre", "La empresa o el negocio cerró"),
                            ("traslado", "Se fue a otro lugar"),
                            ("otro", "Otra razón, o prefiere no decir"),
                        ],
                        max_length=10,
                        verbose_name="por qué terminó",
                    ),
                ),
                ("ended_it", models.BooleanField(default=False, editable=False)),
                (
                    "monthly_income",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, null=True, verbose_name="ingreso al mes"
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
                    "due",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.due",
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
                    "placement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="checks",
                        to="jobs.placement",
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
                "verbose_name": "verificación de permanencia",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="retentioncheck_case"),
                    models.Index(fields=["office", "occurred_on"], name="retentioncheck_office"),
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
                        name="retentioncheck_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None)),
                        fields=("placement", "days"),
                        name="one_retention_check_per_days",
                        violation_error_message="Esta verificación ya está anotada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("still__in", ["si", "otro", "no", "sin_dato"])),
                        name="retention_answer_known",
                        violation_error_message="Escoja una respuesta de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("still", "sin_dato")),
                            models.Q(
                                models.Q(("still", "sin_dato"), _negated=True),
                                ("evidence__in", ["contrato", "empleador", "llamada"]),
                            ),
                            _connector="OR",
                        ),
                        name="retention_says_who",
                        violation_error_message="Diga quién lo confirmó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("left_on__isnull", False),
                                (
                                    "left_reason__in",
                                    [
                                        "contrato",
                                        "despido",
                                        "renuncia",
                                        "cierre",
                                        "traslado",
                                        "otro",
                                    ],
                                ),
                                ("still", "no"),
                            ),
                            models.Q(
                                models.Q(("still", "no"), _negated=True),
                                ("ended_it", False),
                                ("left_on", None),
                                ("left_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="retention_end_whole",
                        violation_error_message="Si ya no trabaja, diga hasta cuándo y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None),
                            ("left_on__lte", models.F("occurred_on")),
                            _connector="OR",
                        ),
                        name="retention_end_before_asked",
                        violation_error_message="El último día no es posterior a la pregunta.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("monthly_income", None),
                            models.Q(("monthly_income__gte", 0), ("still__in", ["si", "otro"])),
                            _connector="OR",
                        ),
                        name="retention_income_of_work",
                        violation_error_message="El ingreso se anota solo si trabaja, y no es negativo.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentioncheck",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="66fb8e32936f88d3a7557eb16c0eee272b76e53d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ee85f",
                    table="jobs_retentioncheck",
                    when="AFTER",
                ),
            ),
        ),
        protect("jobs_retentioncheck"),
    ]
