"""Organizations and awards."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territory", "0001_departments_municipalities_offices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        blank=True, max_length=30, null=True, unique=True, verbose_name="código"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="nombre")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=60, verbose_name="nombre corto"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("implementadora", "Implementadora"),
                            ("gobierno", "Gobierno"),
                            ("municipalidad", "Municipalidad"),
                            ("formacion", "Formación"),
                            ("socio", "Socio"),
                            ("empleador", "Empleador"),
                            ("donante", "Donante"),
                            ("centro_atencion", "Centro de atención"),
                        ],
                        max_length=20,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "registered_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="correo registrado"),
                ),
                (
                    "registered_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="teléfono registrado"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="sitio web")),
                ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                (
                    "is_training",
                    models.BooleanField(default=False, verbose_name="dato de capacitación"),
                ),
                ("source", models.TextField(blank=True, verbose_name="fuente")),
                ("sort_key", models.CharField(editable=False, max_length=230)),
                ("search_text", models.TextField(editable=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="organizations",
                        to="territory.municipality",
                        verbose_name="municipio",
                    ),
                ),
            ],
            options={
                "verbose_name": "organización",
                "verbose_name_plural": "organizaciones",
                "ordering": ["sort_key"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "implementadora",
                                    "gobierno",
                                    "municipalidad",
                                    "formacion",
                                    "socio",
                                    "empleador",
                                    "donante",
                                    "centro_atencion",
                                ],
                            )
                        ),
                        name="organization_kind_known",
                        violation_error_message="Escoja el tipo de organización de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code", None), models.Q(("code", ""), _negated=True), _connector="OR"
                        ),
                        name="organization_code_null_or_given",
                        violation_error_message="Si no hay código, déjelo vacío.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="código")),
                ("title", models.CharField(max_length=200, verbose_name="título")),
                ("starts_on", models.DateField(verbose_name="desde")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="hasta")),
                (
                    "is_training",
                    models.BooleanField(default=False, verbose_name="dato de capacitación"),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="awards",
                        to="organizations.organization",
                        verbose_name="financiador",
                    ),
                ),
            ],
            options={
                "verbose_name": "subvención",
                "verbose_name_plural": "subvenciones",
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="award_ends_after_start",
                        violation_error_message="La subvención no puede terminar antes de empezar.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organization",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="83ab20e51fb96766a4c01a64651637c1b373adfb",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_e2ed3",
                    table="organizations_organization",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="7d49908bdc9665cda5ea4c30c358be81cf4a3f50",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_a7ba5",
                    table="organizations_award",
                    when="AFTER",
                ),
            ),
        ),
    ]
