"""Filters of Casos kept under a name."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0023_assessments_on_the_agenda"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
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
                ("name", models.CharField(max_length=60, verbose_name="nombre")),
                ("chosen", models.JSONField(verbose_name="filtros")),
                ("made_at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("owner", "name"),
                        name="one_filter_of_a_name",
                        violation_error_message="Ya tiene un filtro con ese nombre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chosen", {}), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="filter_filters_something",
                        violation_error_message="Escoja antes algún filtro.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedfilter",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="a7a7d5e26538503a045807277ffbe4d633fe153c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_e729e",
                    table="casework_savedfilter",
                    when="AFTER",
                ),
            ),
        ),
    ]
