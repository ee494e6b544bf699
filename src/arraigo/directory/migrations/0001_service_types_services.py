"""Service types and services."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import arraigo.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_organizations_awards"),
        ("territory", "0001_departments_municipalities_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceType",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="código"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="nombre")),
                ("employment", models.BooleanField(default=False, verbose_name="para el empleo")),
                (
                    "assistance_class",
                    models.CharField(
                        choices=[
                            ("none", "Ninguna"),
                            ("recepcion", "Recepción"),
                            ("reintegracion", "Reintegración"),
                        ],
                        default="none",
                        max_length=15,
                        verbose_name="clase de asistencia",
                    ),
                ),
                (
                    "counts_as_assistance",
                    models.BooleanField(default=False, verbose_name="cuenta como asistencia"),
                ),
                ("sort_key", models.CharField(editable=False, max_length=70)),
            ],
            options={
                "verbose_name": "tipo de servicio",
                "verbose_name_plural": "tipos de servicio",
                "ordering": ["sort_key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assistance_class__in", ["none", "recepcion", "reintegracion"])
                        ),
                        name="servicetype_class_known",
                        violation_error_message="Escoja la clase de asistencia de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counts_as_assistance", False),
                            models.Q(("assistance_class", "none"), _negated=True),
                            _connector="OR",
                        ),
                        name="servicetype_assistance_has_class",
                        violation_error_message="Lo que cuenta como asistencia es de recepción o de reintegración.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
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
                ("name", models.CharField(max_length=160, verbose_name="nombre")),
                ("description", models.TextField(blank=True, verbose_name="descripción")),
                (
                    "modality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("presencial", "Presencial"),
                            ("virtual", "Virtual"),
                            ("mixta", "Mixta"),
                        ],
                        max_length=12,
                        verbose_name="modalidad",
                    ),
                ),
                ("is_free", models.BooleanField(blank=True, null=True, verbose_name="gratis")),
                ("cost", models.TextField(blank=True, verbose_name="costo")),
                ("schedule", models.TextField(blank=True, verbose_name="horario")),
                ("address", models.TextField(blank=True, verbose_name="dirección")),
                (
                    "requirements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="requisitos",
                    ),
                ),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="qué llevar",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="correo"),
                ),
                (
                    "contact_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="teléfono"
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[arraigo.core.models.not_in_future],
                        verbose_name="verificado el",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                (
                    "is_training",
                    models.BooleanField(default=False, verbose_name="dato de capacitación"),
                ),
                ("source", models.TextField(blank=True, verbose_name="fuente")),
                ("sort_key", models.CharField(editable=False, max_length=180)),
                ("search_text", models.TextField(editable=False)),
                (
                    "coverage",
                    models.ManyToManyField(
                        blank=True,
                        related_name="services_covering",
                        to="territory.municipality",
                        verbose_name="municipios que cubre",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="services",
                        to="territory.municipality",
                        verbose_name="municipio",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="services",
                        to="organizations.organization",
                        verbose_name="organización",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verificado por",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="services",
                        to="directory.servicetype",
                        verbose_name="tipo",
                    ),
                ),
            ],
            options={
                "verbose_name": "servicio",
                "verbose_name_plural": "servicios",
                "ordering": ["sort_key", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["sort_key", "id"], name="service_list")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "name", "municipality"),
                        name="service_once_per_place",
                        nulls_distinct=False,
                        violation_error_message="Esa organización ya tiene un servicio así llamado en ese municipio.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by", None), ("verified_on__isnull", False), _connector="OR"
                        ),
                        name="service_verified_by_on_a_date",
                        violation_error_message="Diga en qué fecha se verificó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("modality__in", ["", "presencial", "virtual", "mixta"])
                        ),
                        name="service_modality_known",
                        violation_error_message="Escoja la modalidad de la lista.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="07ccdb185b9abb1ee890e87d90a2f565b3abdedb",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_e1d30",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
    ]
