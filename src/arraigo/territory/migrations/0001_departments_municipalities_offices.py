"""Departments, municipalities and offices."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0001_context_trace_history")]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "code_ine",
                    models.CharField(
                        max_length=2, primary_key=True, serialize=False, verbose_name="código INE"
                    ),
                ),
                ("pcode", models.CharField(max_length=4, unique=True, verbose_name="código OCHA")),
                (
                    "iso_code",
                    models.CharField(max_length=5, unique=True, verbose_name="código ISO 3166-2"),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="nombre")),
                ("sort_key", models.CharField(editable=False, max_length=60)),
            ],
            options={
                "verbose_name": "departamento",
                "verbose_name_plural": "departamentos",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "code_ine",
                    models.CharField(
                        max_length=4, primary_key=True, serialize=False, verbose_name="código INE"
                    ),
                ),
                ("pcode", models.CharField(max_length=6, unique=True, verbose_name="código OCHA")),
                ("name", models.CharField(max_length=80, verbose_name="nombre")),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="otros nombres",
                    ),
                ),
                (
                    "population_2018",
                    models.PositiveIntegerField(verbose_name="población, censo 2018"),
                ),
                (
                    "latitude",
                    models.DecimalField(decimal_places=5, max_digits=8, verbose_name="latitud"),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=5, max_digits=8, verbose_name="longitud"),
                ),
                ("sort_key", models.CharField(editable=False, max_length=80)),
                (
                    "folded_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="municipalities",
                        to="territory.department",
                        verbose_name="departamento",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipio",
                "verbose_name_plural": "municipios",
                "ordering": ["sort_key", "code_ine"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "name"),
                        name="municipality_name_once_per_department",
                        violation_error_message="Ese departamento ya tiene un municipio así llamado.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code_ine__startswith", models.F("department"))),
                        name="municipality_code_of_its_department",
                        violation_error_message="El código INE del municipio empieza con el de su departamento.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=3, unique=True, verbose_name="código")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="nombre")),
                ("is_active", models.BooleanField(default=True, verbose_name="en funciones")),
                ("sort_key", models.CharField(editable=False, max_length=80)),
                (
                    "municipalities",
                    models.ManyToManyField(
                        related_name="offices",
                        to="territory.municipality",
                        verbose_name="municipios que cubre",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="seats",
                        to="territory.municipality",
                        verbose_name="sede",
                    ),
                ),
            ],
            options={
                "verbose_name": "oficina",
                "verbose_name_plural": "oficinas",
                "ordering": ["sort_key"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{3}$")),
                        name="office_code_three_capitals",
                        violation_error_message="El código de la oficina son tres letras mayúsculas.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="office",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="ee69337669e6d5cbc54729edd8158897a286dfbf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_c822f",
                    table="territory_office",
                    when="AFTER",
                ),
            ),
        ),
    ]
