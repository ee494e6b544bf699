"""The errands that the author did, frozen with the report."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_content_of_the_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportErrand",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("answer_id", models.UUIDField()),
                ("occurred_on", models.DateField()),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="errands",
                        to="reports.monthlyreport",
                    ),
                ),
            ],
            options={
                "ordering": ["occurred_on", "answer_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "answer_id"), name="report_errand_once"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterrand",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'arraigo: un informe aprobado ya no cambia' USING ERRCODE = '23514';",
                    hash="5e15c9a87e522249653e8ca3816b48ee92bf676f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_2cbb8",
                    table="reports_reporterrand",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterrand",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT FROM reports_monthlyreport WHERE id = NEW.report_id AND state = 'aprobado') THEN RAISE EXCEPTION 'arraigo: un informe aprobado ya no cambia' USING ERRCODE = '23514'; END IF; RETURN NEW;",
                    hash="453a15c13480e886215b4161a2d31b0e9be694d5",
                    operation="INSERT",
                    pgid="pgtrigger_frozen_once_f30c8",
                    table="reports_reporterrand",
                    when="BEFORE",
                ),
            ),
        ),
    ]
