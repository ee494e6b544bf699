"""Mechanisms, activities, participations and agreements. No returned person is in them."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0002_load_institutions"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mechanism",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mesa", "Mesa"),
                            ("comision", "Comisión"),
                            ("comude", "COMUDE"),
                            ("codede", "CODEDE"),
                            ("convenio", "Convenio"),
                        ],
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nombre")),
                ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True,
                        related_name="mechanisms",
                        to="organizations.organization",
                        verbose_name="quiénes participan",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="mechanisms",
                        to="territory.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["mesa", "comision", "comude", "codede", "convenio"])
                        ),
                        name="mechanism_kind_known",
                        violation_error_message="Escoja el tipo de la lista.",
                    ),
                    models.UniqueConstraint(
                        models.F("office"),
                        django.db.models.functions.text.Lower("name"),
                        name="mechanism_once_per_office",
                        violation_error_message="La oficina ya tiene un mecanismo así llamado.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                ("occurred_on", models.DateField(verbose_name="fecha")),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("annulled_at", models.DateTimeField(editable=False, null=True)),
                ("annulled_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reunion", "Reunión"),
                            ("evento", "Evento (feria, charla, jornada)"),
                            ("comunicacion", "Comunicación (radio, perifoneo, redes, volantes)"),
                        ],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="de qué fue")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="lugar")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("radio", "Radio"),
                            ("perifoneo", "Perifoneo"),
                            ("redes", "Redes sociales"),
                            ("volantes", "Volantes"),
                            ("otro", "Otro medio"),
                        ],
                        max_length=10,
                        verbose_name="medio",
                    ),
                ),
                (
                    "reach",
                    models.PositiveIntegerField(
                        null=True, verbose_name="personas alcanzadas, estimado"
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("acta", "Acta o minuta"),
                            ("lista", "Lista de asistencia"),
                            ("otra", "Otra (afiche, grabación, publicación)"),
                            ("ninguna", "Todavía ninguna"),
                        ],
                        default="ninguna",
                        max_length=8,
                        verbose_name="constancia",
                    ),
                ),
                (
                    "evidence_note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="dónde está la constancia"
                    ),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.award",
                        verbose_name="fondo",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="activities",
                        to="territory.office",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mechanism",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="activities",
                        to="coordination.mechanism",
                        verbose_name="mecanismo",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["office", "-occurred_on", "-id"], name="activity_office_date"
                    ),
                    models.Index(fields=["-occurred_on", "-id"], name="activity_date"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("annulled_at", None),
                                ("annulled_by", None),
                                ("annulled_reason", ""),
                            ),
                            models.Q(
                                ("annulled_at__isnull", False),
                                ("annulled_by__isnull", False),
                                models.Q(("annulled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="activity_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["reunion", "evento", "comunicacion"])),
                        name="activity_kind_known",
                        violation_error_message="Escoja el tipo de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence__in", ["acta", "lista", "otra", "ninguna"])),
                        name="activity_evidence_known",
                        violation_error_message="Diga qué constancia hay.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "channel__in",
                                    ["radio", "perifoneo", "redes", "volantes", "otro"],
                                ),
                                ("kind", "comunicacion"),
                            ),
                            models.Q(
                                models.Q(("kind", "comunicacion"), _negated=True),
                                ("channel", ""),
                                ("reach", None),
                            ),
                            _connector="OR",
                        ),
                        name="activity_channel_of_communication",
                        violation_error_message="Una comunicación dice por qué medio salió.",
                    ),
                    models.UniqueConstraint(
                        models.F("office"),
                        models.F("occurred_on"),
                        django.db.models.functions.text.Lower("title"),
                        condition=models.Q(("annulled_at", None)),
                        name="activity_once",
                        violation_error_message="Esa actividad ya está registrada: ábrala y anote que usted participó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
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
                ("occurred_on", models.DateField(verbose_name="fecha")),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("annulled_at", models.DateTimeField(editable=False, null=True)),
                ("annulled_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="participations",
                        to="coordination.activity",
                    ),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="participations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("annulled_at", None),
                                ("annulled_by", None),
                                ("annulled_reason", ""),
                            ),
                            models.Q(
                                ("annulled_at__isnull", False),
                                ("annulled_by__isnull", False),
                                models.Q(("annulled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="participation_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None)),
                        fields=("activity", "user"),
                        name="participation_once",
                        violation_error_message="Ya está anotado que participó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
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
                ("text", models.CharField(max_length=300, verbose_name="qué se acordó")),
                (
                    "counterpart",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="institución que cumple"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="para cuándo")),
                (
                    "fulfilled_on",
                    models.DateField(editable=False, null=True, verbose_name="cumplido el"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="agreements",
                        to="coordination.activity",
                    ),
                ),
                (
                    "fulfilled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="agreements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quién le da seguimiento",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("fulfilled_on", None)),
                        fields=["responsible", "due_on"],
                        name="agreement_pending",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fulfilled_by", None), ("fulfilled_on", None)),
                            models.Q(
                                ("fulfilled_by__isnull", False), ("fulfilled_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="agreement_fulfilled_whole",
                        violation_error_message="Falta quién lo dio por cumplido o cuándo.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="794d60b8b911496b08a39a86fbde3cec25984ad6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_93e7a",
                    table="coordination_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mechanism",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="c829613249460b561bd1f590696655e74c590d26",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_81c25",
                    table="coordination_mechanism",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="2ca9d3f852c16af0e4085fbbff5c87b3bd65674f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_d1d3c",
                    table="coordination_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="081a35f2e07840c8106787c15b324d5508f01760",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_6e44a",
                    table="coordination_participation",
                    when="AFTER",
                ),
            ),
        ),
    ]
