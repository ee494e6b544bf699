"""A word to a colleague about a case: a flag, a mention, a handover."""

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
        ("casework", "0018_state_under_another_protocol"),
        ("people", "0016_contacts_met"),
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
        migrations.CreateModel(
            name="Flag",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("senal", "Señal de la supervisión"),
                            ("mencion", "Le mencionaron en una nota"),
                            ("entrega", "Recibe este caso"),
                        ],
                        max_length=8,
                    ),
                ),
                ("raised_at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="qué pasa")),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answer",
                    models.CharField(blank=True, max_length=500, verbose_name="qué se hizo"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="flags",
                        to="casework.case",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.note",
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
                    "raised_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["to_user"],
                        name="flag_open_of_user",
                    ),
                    models.Index(fields=["case"], name="flag_of_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "senal"),
                                ("note", None),
                                models.Q(("text", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "senal"), _negated=True),
                                ("note__isnull", False),
                                ("text", ""),
                            ),
                            _connector="OR",
                        ),
                        name="flag_says_something",
                        violation_error_message="Escriba qué pasa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="flag_done_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "mencion"), ("to_user", models.F("raised_by")), _negated=True
                        ),
                        name="flag_to_a_colleague",
                    ),
                    models.UniqueConstraint(fields=("note", "to_user"), name="one_word_of_a_note"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flag",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="6f1658c844264264149b8e4a7e013aad0f1d803d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_52b5d",
                    table="casework_flag",
                    when="AFTER",
                ),
            ),
        ),
        protect("casework_flag"),
    ]
