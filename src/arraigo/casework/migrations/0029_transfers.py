"""A case may go on in another office, which receives it; facts keep the office of their day."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.casework.transfers.policies import protect_transfers


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_entries_of_a_month"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="in_office_since",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="en la oficina desde"
            ),
        ),
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
                    ("retention_checked", "Permanencia verificada"),
                    ("contact_made", "Contacto con la persona"),
                    ("fact_annulled", "Registro anulado"),
                    ("quality_checked", "Verificación de calidad"),
                    ("quality_corrected", "Observación corregida"),
                    ("consent_given", "Permiso dado"),
                    ("consent_withdrawn", "Permiso retirado"),
                    ("file_copied", "Copia del expediente entregada"),
                    ("file_erased", "Datos personales borrados"),
                    ("assessment_done", "Evaluación hecha"),
                    ("files_merged", "Expedientes unidos"),
                    ("files_separated", "Expedientes separados"),
                    ("flag_raised", "Señal de la supervisión"),
                    ("flag_attended", "Señal atendida"),
                    ("errand_given", "Encargo"),
                    ("errand_done", "Encargo cumplido"),
                    ("errand_taken_back", "Encargo retirado"),
                    ("protocol_moved", "Pasó a otra versión del protocolo"),
                    ("transfer_asked", "Traslado pedido a otra oficina"),
                    ("transfer_declined", "Traslado devuelto"),
                    ("transfer_withdrawn", "Traslado retirado"),
                    ("transferred", "Pasó a otra oficina"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="CaseTransfer",
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
                ("code", models.CharField(editable=False, max_length=24)),
                ("step_name", models.CharField(editable=False, max_length=80)),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[("alta", "Alta"), ("media", "Media"), ("baja", "Baja")],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("opened_on", models.DateField(editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("se_mudo", "La persona se mudó"),
                            ("mas_cerca", "La otra oficina le queda más cerca"),
                            ("servicios", "Allá están los servicios que necesita"),
                            ("cuidado", "Conviene que le atienda otro equipo"),
                            ("oficina", "Cambió lo que atiende cada oficina"),
                        ],
                        max_length=12,
                        verbose_name="por qué",
                    ),
                ),
                ("words", models.CharField(max_length=1000, verbose_name="qué conviene que sepan")),
                ("person_agreed", models.BooleanField(verbose_name="la persona está de acuerdo")),
                ("asked_on", models.DateField(default=arraigo.core.clock.today, editable=False)),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pedido", "Espera respuesta"),
                            ("recibido", "Recibido"),
                            ("devuelto", "Devuelto con motivo"),
                            ("retirado", "Retirado"),
                            ("terminado", "El caso se cerró antes"),
                        ],
                        default="pedido",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "received_on",
                    models.DateField(editable=False, null=True, verbose_name="recibido el"),
                ),
                (
                    "comment",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="por qué se devuelve"
                    ),
                ),
                ("seen_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answered_by",
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
                        related_name="transfers",
                        to="casework.case",
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.municipality",
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
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pedido")),
                        fields=["to_office"],
                        name="transfer_to_answer",
                    ),
                    models.Index(fields=["-asked_on", "-id"], name="transfer_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pedido")),
                        fields=("case",),
                        name="one_pending_transfer_per_case",
                        violation_error_message="Este caso ya espera la respuesta de otra oficina.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_office", models.F("from_office")), _negated=True),
                        name="transfer_to_another_office",
                        violation_error_message="Escoja otra oficina.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person_agreed", True)),
                        name="transfer_person_agreed",
                        violation_error_message="La persona debe saberlo y estar de acuerdo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="transfer_says_what",
                        violation_error_message="Escriba qué conviene que sepan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("recibido", "devuelto")), _negated=True),
                            models.Q(("answered_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_decided_by_another",
                        violation_error_message="Quien pidió el traslado no puede responderlo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None), ("answered_by", None), ("state", "pedido")
                            ),
                            models.Q(("answered_at__isnull", False), ("state", "terminado")),
                            models.Q(
                                models.Q(("state__in", ["pedido", "terminado"]), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("manager__isnull", False),
                                ("received_on__isnull", False),
                                ("state", "recibido"),
                            ),
                            models.Q(
                                models.Q(("state", "recibido"), _negated=True),
                                ("manager", None),
                                ("received_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_received_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "devuelto"), models.Q(("comment", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "devuelto"), _negated=True),
                                ("comment", ""),
                                ("seen_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_declined_with_words",
                        violation_error_message="Escriba por qué se devuelve.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="2af3566e79f79d25e315d6378d720160b5e2d4d3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_137a2",
                    table="casework_casetransfer",
                    when="AFTER",
                ),
            ),
        ),
        *protect_transfers(),
    ]
