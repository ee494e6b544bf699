"""The monthly lot of each office, the cases it gave, and what was found in them."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.casework.quality.policies import protect_lots
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0020_reassignments"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("case_opened", "Caso abierto"),
                    ("manager_assigned", "Promotor/a asignado/a"),
                    ("referral_sent", "Referencia enviada"),
                    ("referral_answered", "Respuesta de la institución"),
                    ("referral_withdrawn", "Referencia retirada"),
                    ("service_delivered", "Servicio recibido"),
                    ("delivery_annulled", "Entrega anulada"),
                    ("profile_completed", "Perfil completo"),
                    ("plan_agreed", "Plan acordado"),
                    ("plan_reviewed", "Plan revisado"),
                    ("plan_returned", "Plan devuelto"),
                    ("counselling_session", "Sesión de consejería"),
                    ("note_added", "Nota"),
                    ("document_added", "Documento agregado"),
                    ("contact_attempt", "Intento de contacto"),
                    ("follow_up_done", "Seguimiento realizado"),
                    ("outcome_recorded", "Resultado registrado"),
                    ("closure_requested", "Cierre solicitado"),
                    ("closure_returned", "Cierre devuelto"),
                    ("case_closed", "Caso cerrado"),
                    ("closure_certified", "Resultado certificado"),
                    ("case_reopened", "Caso reabierto"),
                    ("enrolled", "Inscripción en formación"),
                    ("training_completed", "Formación terminada"),
                    ("certificate_issued", "Certificado obtenido"),
                    ("applied_to_vacancy", "Postulación a una vacante"),
                    ("placed", "Inicio de empleo o negocio"),
                    ("contact_made", "Contacto con la persona"),
                    ("fact_annulled", "Registro anulado"),
                    ("quality_checked", "Verificación de calidad"),
                    ("quality_corrected", "Observación corregida"),
                    ("consent_given", "Permiso dado"),
                    ("consent_withdrawn", "Permiso retirado"),
                    ("file_copied", "Copia del expediente entregada"),
                    ("file_erased", "Datos personales borrados"),
                    ("files_merged", "Expedientes unidos"),
                    ("files_separated", "Expedientes separados"),
                    ("flag_raised", "Señal de la supervisión"),
                    ("flag_attended", "Señal atendida"),
                    ("protocol_moved", "Pasó a otra versión del protocolo"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="due",
            name="kind",
            field=models.CharField(
                choices=[
                    ("follow_up", "Seguimiento"),
                    ("next_step", "Siguiente paso"),
                    ("plan_action", "Acción del plan"),
                    ("task", "Encargo"),
                    ("agreement", "Acuerdo"),
                    ("correction", "Corrección"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="QualityDraw",
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
                ("month", models.DateField()),
                ("size", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("pool", models.JSONField(default=dict)),
                ("drawn_at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
        ),
        migrations.CreateModel(
            name="DrawnCase",
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="cases",
                        to="casework.qualitydraw",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QualityCheck",
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
                ("month", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("answers", models.JSONField(default=dict)),
                (
                    "reached",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "Sí, por llamada"),
                            ("visit", "Sí, en una visita"),
                            ("failed", "Se intentó y no se logró"),
                            ("not_tried", "No se intentó"),
                        ],
                        max_length=10,
                    ),
                ),
                ("not_tried_because", models.CharField(blank=True, max_length=300)),
                (
                    "confirms",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("all", "Todo es así"),
                            ("partly", "En parte"),
                            ("none", "No es así"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                ("differs", models.TextField(blank=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("conforms", "Conforme"),
                            ("observations", "Con observaciones"),
                            ("fails", "No conforme"),
                            ("not_verified", "No verificado"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "unverifiable",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrew", "La persona retiró su permiso"),
                            ("erased", "Sus datos se borraron"),
                            ("merged", "El expediente se unió con otro"),
                            ("other", "Otro motivo"),
                        ],
                        max_length=10,
                    ),
                ),
                ("observations", models.TextField(blank=True)),
                ("correction", models.TextField(blank=True)),
                ("correct_by", models.DateField(null=True)),
                ("corrected_at", models.DateTimeField(editable=False, null=True)),
                ("corrected_note", models.CharField(blank=True, max_length=300)),
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
                    "corrected_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drawn",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="checks",
                        to="casework.drawncase",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "verificación de calidad",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="qualitycheck_case"),
                    models.Index(fields=["office", "occurred_on"], name="qualitycheck_office"),
                    models.Index(fields=["manager", "month"], name="quality_of_manager"),
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
                        name="qualitycheck_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None)),
                        fields=("drawn",),
                        name="quality_verified_once",
                        violation_error_message="Este caso ya está verificado.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by", models.F("manager")), _negated=True),
                            ("recorded_by__isnull", False),
                        ),
                        name="quality_never_by_its_manager",
                        violation_error_message="Quien lleva el caso no lo verifica.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result", "not_verified"), ("unverifiable", ""), _negated=True
                            ),
                            models.Q(
                                ("result", "not_verified"), ("unverifiable", ""), _connector="OR"
                            ),
                        ),
                        name="quality_not_verified_whole",
                        violation_error_message="Diga por qué no se puede verificar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["conforms", "not_verified"]),
                            models.Q(("observations", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_observations_told",
                        violation_error_message="Escriba qué observó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correct_by", None), ("correction", "")),
                            models.Q(
                                models.Q(("correction", ""), _negated=True),
                                ("correct_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="quality_correction_whole",
                        violation_error_message="Escriba qué corregir y para cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "fails"), _negated=True),
                            models.Q(("correction", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_failing_is_corrected",
                        violation_error_message="Escriba qué corregir y para cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reached__in", ("call", "visit")),
                                models.Q(("confirms", ""), _negated=True),
                            ),
                            models.Q(("confirms", ""), ("differs", ""), ("satisfaction", None)),
                            _connector="OR",
                        ),
                        name="quality_told_when_reached",
                        violation_error_message="Diga si la persona confirma lo anotado.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reached", "not_tried"), _negated=True),
                            models.Q(("not_tried_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_not_tried_because",
                        violation_error_message="Escriba por qué no se intentó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction", None), ("satisfaction__range", (1, 5)), _connector="OR"
                        ),
                        name="quality_satisfaction_scale",
                        violation_error_message="La satisfacción va de 1 a 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("corrected_at", None),
                                ("corrected_note", ""),
                                models.Q(
                                    models.Q(("corrected_at", None), ("corrected_by", None)),
                                    models.Q(
                                        ("corrected_at__isnull", False),
                                        ("corrected_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(("correction", ""), _negated=True),
                                models.Q(
                                    models.Q(("corrected_at", None), ("corrected_by", None)),
                                    models.Q(
                                        ("corrected_at__isnull", False),
                                        ("corrected_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="quality_corrected_whole",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="3ea511227059071e09810c1bbb11af2c222aaf43",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_503af",
                    table="casework_qualitycheck",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydraw",
            constraint=models.UniqueConstraint(
                fields=("office", "month"),
                name="quality_drawn_once",
                violation_error_message="El sorteo de ese mes ya se hizo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="quality_draw_of_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed__regex", "^[0-9a-f]{64}$")),
                name="quality_draw_has_a_seed",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawncase",
            constraint=models.UniqueConstraint(
                fields=("draw", "case"), name="quality_case_drawn_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drawncase",
            trigger=pgtrigger.compiler.Trigger(
                name="by_lot",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NOT EXISTS (\n    SELECT FROM casework_qualitydraw draw, LATERAL (\n        SELECT pooled.id FROM jsonb_array_elements_text(draw.pool -> NEW.manager_id::text)\n            AS pooled (id)\n        ORDER BY encode(sha256(convert_to(draw.seed || ':' || pooled.id, 'UTF8')), 'hex')\n            COLLATE \"C\"\n        LIMIT draw.size\n    ) AS given\n    WHERE draw.id = NEW.draw_id AND draw.office_id = NEW.office_id\n    AND given.id = NEW.case_id::text\n) THEN\n    RAISE EXCEPTION 'arraigo: the lot did not give this case' USING ERRCODE = '23514';\nEND IF;\nRETURN NEW;\n",
                    hash="b0db2b7c4f0b49ea2e9586d990dec98af34254ce",
                    operation="INSERT",
                    pgid="pgtrigger_by_lot_5033d",
                    table="casework_drawncase",
                    when="BEFORE",
                ),
            ),
        ),
        *protect_lots(),
        protect("casework_qualitycheck"),
    ]
