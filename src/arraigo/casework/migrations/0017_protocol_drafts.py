"""A version of the protocol is written as a draft and published once; cases pass to it when asked."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock

PUBLISHED = """
UPDATE casework_protocolversion
SET published_at = valid_from::timestamp AT TIME ZONE 'America/Guatemala';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0016_reserved_never_answer"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtocolMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("moved", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="note",
            field=models.CharField(blank=True, max_length=300, verbose_name="qué cambia"),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="published_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="published_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(PUBLISHED, migrations.RunSQL.noop),
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
                    ("protocol_moved", "Pasó a otra versión del protocolo"),
                ],
                max_length=24,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="protocol_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (SELECT FROM casework_protocolversion\n                   WHERE id = NEW.protocol_id AND published_at IS NOT NULL\n                   AND valid_from <= core_today() FOR SHARE) THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'case_protocol_published',\n            MESSAGE = 'case_protocol_published';\n    END IF;\n    RETURN NEW;\n    ",
                    hash="92000588197ce74bbba5ee4e361e6ffd26c211b7",
                    operation='INSERT OR UPDATE OF "protocol_id"',
                    pgid="pgtrigger_protocol_published_a95b5",
                    table="casework_case",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocolversion",
            trigger=pgtrigger.compiler.Trigger(
                name="published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.published_at IS NOT NULL AND NEW.published_at IS NOT NULL\n   AND (OLD.document, OLD.title, OLD.valid_from) IS DISTINCT FROM\n       (NEW.document, NEW.title, NEW.valid_from) THEN\n    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'protocol_published_stays',\n        MESSAGE = 'protocol_published_stays';\nEND IF;\nIF OLD.published_at IS NOT NULL AND NEW.published_at IS NULL\n   AND OLD.valid_from <= core_today() THEN\n    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'protocol_in_use_stays',\n        MESSAGE = 'protocol_in_use_stays';\nEND IF;\nRETURN NEW;\n",
                    hash="b3117a2d6b3378c8692d4c5c94e12485253b3c9d",
                    operation="UPDATE",
                    pgid="pgtrigger_published_stays_da629",
                    table="casework_protocolversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None)),
                fields=("published_at",),
                name="one_protocol_draft",
                nulls_distinct=False,
                violation_error_message="Ya hay un borrador del protocolo.",
            ),
        ),
        migrations.AddField(
            model_name="protocolmove",
            name="asked_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="protocolmove",
            name="office",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="territory.office",
            ),
        ),
        migrations.AddField(
            model_name="protocolmove",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="moves",
                to="casework.protocolversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolmove",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("finished_at",),
                name="one_protocol_move_at_a_time",
                nulls_distinct=False,
                violation_error_message="Ya se están pasando casos. Espere a que termine.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocolmove",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="c2e626ee86b229c822c2e2b76cbcf7212a3abdb9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_83060",
                    table="casework_protocolmove",
                    when="AFTER",
                ),
            ),
        ),
    ]
