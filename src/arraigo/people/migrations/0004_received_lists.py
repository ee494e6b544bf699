"""Lists received from others, and the contacts to be confirmed in them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.leads.policies import DROP_FUNCTIONS, FUNCTIONS, protect_list

TABLES = ("leadlist", "listcontent", "liststep", "listrow", "lead", "leadstep", "columnmapping")


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_load_institutions"),
        ("people", "0003_guardian_and_refusal_form"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadList",
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
                    "agreement",
                    models.CharField(max_length=200, verbose_name="convenio o nota que lo permite"),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("servicios", "Ofrecer los servicios de reintegración"),
                            ("feria", "Dar seguimiento a una feria o jornada"),
                            ("formacion", "Invitar a un curso o certificación"),
                            ("empleo", "Invitar a una vacante o intermediación"),
                        ],
                        max_length=12,
                        verbose_name="para qué",
                    ),
                ),
                ("handed_by", models.CharField(max_length=160, verbose_name="quién la entregó")),
                ("received_on", models.DateField(verbose_name="cuándo se recibió")),
                ("file_name", models.CharField(max_length=160, verbose_name="archivo")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recibida", "Falta decir qué es cada columna"),
                            ("revisando", "Revisando"),
                            ("revisada", "Revisada, por importar"),
                            ("importando", "Importando"),
                            ("importada", "Importada"),
                            ("deshaciendo", "Deshaciendo"),
                            ("descartada", "Descartada"),
                            ("vencida", "Vencida: datos borrados"),
                        ],
                        default="recibida",
                        editable=False,
                        max_length=12,
                    ),
                ),
                (
                    "columns",
                    models.JSONField(
                        default=list, help_text="[header, field] of each column, in order"
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("worked_at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="quién la envía",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "-uploaded_at"], name="lead_list_latest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["descartada", "vencida"]), _negated=True),
                        fields=("office", "sha256"),
                        name="lead_list_file_once",
                        violation_error_message="Esa lista ya se subió.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement", ""), _negated=True),
                            models.Q(("handed_by", ""), _negated=True),
                        ),
                        name="lead_list_has_basis",
                        violation_error_message="Escriba quién la entregó y qué lo permite.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("surnames", models.CharField(blank=True, max_length=120)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("f", "Mujer"),
                            ("m", "Hombre"),
                            ("x", "Otro o prefiere no responder"),
                        ],
                        max_length=1,
                    ),
                ),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("cui", models.CharField(blank=True, max_length=13)),
                ("returned_on", models.DateField(null=True)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("sort_key", models.CharField(blank=True, editable=False, max_length=260)),
                ("search_text", models.CharField(blank=True, editable=False, max_length=260)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("por_confirmar", "Por confirmar"),
                            ("registrada", "Se registró"),
                            ("no_quiso", "No quiso"),
                            ("vencido", "Venció sin consentimiento"),
                        ],
                        default="por_confirmar",
                        editable=False,
                        max_length=14,
                    ),
                ),
                (
                    "last_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_contesto", "No contestó"),
                            ("despues", "Pidió llamar después"),
                            ("vendra", "Contestó: vendrá a la entrevista"),
                            ("equivocado", "Número equivocado"),
                            ("no_quiso", "No quiere: borrar sus datos"),
                            ("registrada", "Se registró"),
                            ("vencido", "Venció y se borraron sus datos"),
                        ],
                        max_length=12,
                    ),
                ),
                ("last_call_on", models.DateField(null=True)),
                ("expires_on", models.DateField()),
                ("imported_at", models.DateTimeField(default=arraigo.core.clock.now)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.municipality",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="leads",
                        to="people.leadlist",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "state", "sort_key", "id"], name="lead_sorted"),
                    models.Index(
                        condition=models.Q(("state", "por_confirmar")),
                        fields=["expires_on"],
                        name="lead_expiring",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), ("person", None), ("state", "por_confirmar")
                            ),
                            models.Q(
                                models.Q(("state", "por_confirmar"), _negated=True),
                                ("closed_at__isnull", False),
                                ("birth_year", None),
                                ("country", ""),
                                ("cui", ""),
                                ("given_names", ""),
                                ("municipality", None),
                                ("phone", ""),
                                ("returned_on", None),
                                ("search_text", ""),
                                ("sex", ""),
                                ("sort_key", ""),
                                ("surnames", ""),
                            ),
                            _connector="OR",
                        ),
                        name="lead_closed_is_erased",
                        violation_error_message="Un contacto cerrado no guarda datos.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("state", "registrada")),
                            models.Q(
                                models.Q(("state", "registrada"), _negated=True), ("person", None)
                            ),
                            _connector="OR",
                        ),
                        name="lead_registered_has_person",
                        violation_error_message="Falta la persona registrada.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadStep",
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
                    "name",
                    models.CharField(
                        choices=[
                            ("no_contesto", "No contestó"),
                            ("despues", "Pidió llamar después"),
                            ("vendra", "Contestó: vendrá a la entrevista"),
                            ("equivocado", "Número equivocado"),
                            ("no_quiso", "No quiere: borrar sus datos"),
                            ("registrada", "Se registró"),
                            ("vencido", "Venció y se borraron sus datos"),
                        ],
                        max_length=12,
                    ),
                ),
                ("occurred_on", models.DateField(default=arraigo.core.clock.today)),
                ("recorded_at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="steps",
                        to="people.lead",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["lead", "-recorded_at"], name="lead_step_latest")],
            },
        ),
        migrations.CreateModel(
            name="ListRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pendiente", "Pending"),
                            ("buena", "Good"),
                            ("error", "Wrong"),
                            ("parecida", "Twin"),
                            ("importada", "Imported"),
                        ],
                        default="pendiente",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                ("twins", models.JSONField(default=list)),
                ("wanted", models.BooleanField(default=False)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="rows",
                        to="people.leadlist",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["listing", "state", "number"], name="list_row_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("listing", "number"), name="list_row_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ListStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("recibir", "La subió"),
                            ("columnas", "Dijo qué es cada columna"),
                            ("corregir", "Subió filas corregidas"),
                            ("importar", "La importó"),
                            ("deshacer", "Deshizo la importación"),
                            ("descartar", "La descartó"),
                            ("vencer", "Venció y se borraron los datos"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="steps",
                        to="people.leadlist",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "source"), name="column_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ListContent",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="people.leadlist",
                    ),
                ),
                ("wrapped", models.BinaryField()),
                ("sealed", models.BinaryField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *[protect_list(f"people_{name}") for name in TABLES],
    ]
