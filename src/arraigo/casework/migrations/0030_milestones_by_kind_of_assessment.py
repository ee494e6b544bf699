"""The timeline tells of each kind of assessment, so that a protocol may ask for one by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_entries_of_a_month"),
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
                    ("assessed_vulnerability", "Evaluación de vulnerabilidad"),
                    ("assessed_risk", "Evaluación de riesgo"),
                    ("assessed_family", "Evaluación de la familia"),
                    ("assessed_skills", "Evaluación de habilidades"),
                    ("assessed_rss", "Encuesta de sostenibilidad (RSS)"),
                ],
                max_length=24,
            ),
        ),
    ]
