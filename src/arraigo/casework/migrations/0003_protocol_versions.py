"""The protocol as data: versions that cases begin with and keep."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_cases_events_deliveries")]

    operations = [
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="versión"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="título")),
                ("document", models.JSONField(verbose_name="documento")),
                ("valid_from", models.DateField(verbose_name="vigente desde")),
            ],
            options={
                "verbose_name": "versión del protocolo",
                "verbose_name_plural": "versiones del protocolo",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document__has_keys", ["steps", "undone_by", "follow_ups"])
                        ),
                        name="protocol_has_steps",
                        violation_error_message="Al protocolo le faltan los pasos.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocolversion",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="c927813f9a8fe02c37ff0edf85e522af044da6aa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cb3ae",
                    table="casework_protocolversion",
                    when="AFTER",
                ),
            ),
        ),
    ]
