"""Several cases given to another manager at once, to be taken back whole if need be."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0019_flags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reassignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("done_at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="caseassignment",
            name="within",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="assignments",
                to="casework.reassignment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="57b8bc68a4baab88cba7dbc5e24dbe255ec00f6d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_6b617",
                    table="casework_reassignment",
                    when="AFTER",
                ),
            ),
        ),
    ]
