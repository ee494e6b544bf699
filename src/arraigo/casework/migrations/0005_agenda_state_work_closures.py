"""The agenda, the state of each case, what is done in it, and its closure."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.casework.models.protocol
import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import protect

# What is due with nobody in particular (an agreement) belongs to its office.
DUE_OF_OFFICE = """
CREATE POLICY casework_due_of_office ON casework_due USING (
    person_id IS NULL
    AND ((SELECT people_sees_all())
         OR office_id = ANY ((SELECT people_my_offices())::bigint[])))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_load_protocol"),
        ("people", "0002_consent_texts"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseState",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="state",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(verbose_name="paso")),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("next_due_on", models.DateField(null=True)),
                ("last_contact_on", models.DateField(null=True)),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[("alta", "Alta"), ("media", "Media"), ("baja", "Baja")],
                        max_length=8,
                        verbose_name="prioridad",
                    ),
                ),
                ("updated_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["step", "priority"], name="state_step_priority"),
                    models.Index(
                        condition=models.Q(("next_due_on__isnull", False)),
                        fields=["next_due_on"],
                        name="state_next_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounsellingSession",
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
                    "mode",
                    models.CharField(
                        choices=[
                            ("call", "Llamada"),
                            ("message", "Mensaje"),
                            ("visit", "Visita"),
                            ("office", "En la oficina"),
                        ],
                        max_length=10,
                        verbose_name="cómo fue",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None, verbose_name="temas"
                    ),
                ),
                ("agreements", models.TextField(blank=True, verbose_name="acuerdos")),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=200, verbose_name="siguiente paso"),
                ),
                ("next_on", models.DateField(null=True, verbose_name="fecha del siguiente paso")),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="duración en minutos",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="counsellingsession_case"),
                    models.Index(
                        fields=["office", "occurred_on"], name="counsellingsession_office"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("topics", []), _negated=True),
                        name="session_has_topics",
                        violation_error_message="Marque de qué se habló.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_on", None),
                            ("next_on__gte", models.F("occurred_on")),
                            _connector="OR",
                        ),
                        name="session_next_after",
                        violation_error_message="El siguiente paso es después de la sesión.",
                    ),
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
                        name="counsellingsession_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Due",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow_up", "Seguimiento"),
                            ("next_step", "Siguiente paso"),
                            ("plan_action", "Acción del plan"),
                            ("task", "Encargo"),
                            ("agreement", "Acuerdo"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField(verbose_name="fecha")),
                ("original_on", models.DateField(editable=False)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("done_on", models.DateField(editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("source_table", models.CharField(max_length=63)),
                ("source_id", models.UUIDField(default=uuid.uuid4)),
                ("slot", models.PositiveSmallIntegerField(default=0)),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="dues",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="dues",
                        to="casework.case",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["assigned_to", "due_on"],
                        name="due_of_user",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["office", "due_on"],
                        name="due_of_office",
                    ),
                    models.Index(fields=["case", "due_on"], name="due_of_case"),
                    models.Index(
                        condition=models.Q(("kind", "follow_up")),
                        fields=["original_on"],
                        name="due_follow_up_original",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["due_on", "id"],
                        name="due_soonest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=("source_table", "source_id", "kind", "slot"),
                        name="one_open_due_per_source",
                        violation_error_message="Esto ya está en la agenda.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("cancelled_at", None), _connector="OR"
                        ),
                        name="due_ends_once",
                        violation_error_message="Lo hecho no se puede cancelar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_on", None)),
                            models.Q(("done_at__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="due_done_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("person", None)),
                            models.Q(("case__isnull", False), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="due_person_with_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
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
                    "mode",
                    models.CharField(
                        choices=[
                            ("call", "Llamada"),
                            ("message", "Mensaje"),
                            ("visit", "Visita"),
                            ("office", "En la oficina"),
                        ],
                        max_length=10,
                        verbose_name="cómo fue",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("no_answer", "No contesta"),
                            ("wrong_number", "Número equivocado"),
                            ("off", "Apagado o fuera de servicio"),
                            ("somebody_else", "Contestó otra persona"),
                            ("later", "Contestó y pide hablar otro día"),
                        ],
                        max_length=14,
                        verbose_name="qué pasó",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
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
                    "due",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="attempts",
                        to="casework.due",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="contactattempt_case"),
                    models.Index(fields=["office", "occurred_on"], name="contactattempt_office"),
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
                        name="contactattempt_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                    "mode",
                    models.CharField(
                        choices=[
                            ("call", "Llamada"),
                            ("message", "Mensaje"),
                            ("visit", "Visita"),
                            ("office", "En la oficina"),
                        ],
                        max_length=10,
                        verbose_name="cómo fue",
                    ),
                ),
                (
                    "employment",
                    models.CharField(
                        choices=[
                            ("employed", "Tiene empleo"),
                            ("self_employed", "Trabaja por su cuenta"),
                            ("studying", "Estudia"),
                            ("searching", "Busca trabajo"),
                            ("none", "Ninguna de estas"),
                        ],
                        max_length=14,
                        verbose_name="situación de trabajo",
                    ),
                ),
                (
                    "income_change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("more", "Gana más"),
                            ("same", "Gana igual"),
                            ("less", "Gana menos"),
                            ("unknown", "No sé / prefiere no responder"),
                        ],
                        max_length=8,
                        verbose_name="cambio de ingreso",
                    ),
                ),
                (
                    "services_received",
                    models.TextField(blank=True, verbose_name="servicios recibidos"),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="satisfacción",
                    ),
                ),
                ("difficulties", models.TextField(blank=True, verbose_name="dificultades")),
                ("agreed_actions", models.TextField(blank=True, verbose_name="acciones acordadas")),
                ("next_on", models.DateField(null=True, verbose_name="próxima fecha")),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        default=list,
                        size=None,
                        verbose_name="logros",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="follow_ups",
                        to="casework.due",
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
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
                    "unchanged_since",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.followup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="followup_case"),
                    models.Index(fields=["office", "occurred_on"], name="followup_office"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction", None), ("satisfaction__range", (1, 5)), _connector="OR"
                        ),
                        name="followup_satisfaction_scale",
                        violation_error_message="La satisfacción va de 1 a 5.",
                    ),
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
                        name="followup_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None), ("due__isnull", False)),
                        fields=("due",),
                        name="one_followup_per_due",
                        violation_error_message="Este seguimiento ya está registrado.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Por certificar"),
                            ("returned", "Devuelto"),
                            ("certified", "Certificado"),
                            ("reopened", "Reabierto"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=30, verbose_name="motivo")),
                ("outcome", models.CharField(max_length=20, verbose_name="resultado")),
                ("evidence", models.TextField(verbose_name="evidencia")),
                ("requested_on", models.DateField(default=arraigo.core.clock.today)),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("certified_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="closures",
                        to="casework.case",
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_follow_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.followup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "requested")),
                        fields=["office", "requested_at"],
                        name="closure_to_certify",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("reason", "fallecimiento"), ("state__in", ("requested", "certified"))
                        ),
                        fields=["case"],
                        name="closure_by_death",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="closure_has_evidence",
                        violation_error_message="Escriba la evidencia del resultado.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("requested", "certified"))),
                        fields=("case",),
                        name="one_live_closure_per_case",
                        violation_error_message="Este caso ya tiene un cierre en curso.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certified_by", None),
                            models.Q(("certified_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="closure_four_eyes",
                        violation_error_message="Nadie certifica el cierre que solicitó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("certified_at__isnull", False),
                                ("certified_by__isnull", False),
                                ("state__in", ["certified", "reopened"]),
                            ),
                            models.Q(
                                ("certified_at", None),
                                ("certified_by", None),
                                ("state__in", ["requested", "returned"]),
                            ),
                            _connector="OR",
                        ),
                        name="closure_certified_whole",
                        violation_error_message="Para certificar hay que decir quién y cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("ended_by", None),
                                ("ended_reason", ""),
                                ("state__in", ("requested", "certified")),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state__in", ["returned", "reopened"]),
                                models.Q(("ended_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closure_ended_whole",
                        violation_error_message="Escriba por qué.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                            ("note", "Nota"),
                            ("visit", "Visita"),
                            ("call", "Llamada"),
                            ("office", "En la oficina"),
                        ],
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="duración en minutos",
                    ),
                ),
                ("text", models.TextField(verbose_name="texto")),
                (
                    "is_good_practice",
                    models.BooleanField(default=False, verbose_name="buena práctica"),
                ),
                ("is_challenge", models.BooleanField(default=False, verbose_name="desafío")),
                (
                    "data_class",
                    models.CharField(
                        choices=[("a", "pública"), ("b", "personal"), ("c", "de protección")],
                        default="b",
                        editable=False,
                        max_length=1,
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="casework.case",
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="note_case"),
                    models.Index(fields=["office", "occurred_on"], name="note_office"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="note_has_text",
                        violation_error_message="Escriba la nota.",
                    ),
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
                        name="note_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="protocol",
            field=models.ForeignKey(
                default=1,
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="casework.protocolversion",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="case",
            name="protocol",
            field=models.ForeignKey(
                default=arraigo.casework.models.protocol.version_in_force,
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="casework.protocolversion",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="counsellingsession",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="1468121d03af50b089c2050fd903225d78357c3d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_dfc0b",
                    table="casework_counsellingsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="due",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="40f93efe633eb72a3aca3d81ddb35de5b1629fb4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_2fafb",
                    table="casework_due",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="b4130c6225c03ea29a117041307acfa2b4dc4f71",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_9727f",
                    table="casework_contactattempt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="912fd139ca76176fc207fef27579dd6d1f7750cf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_733f6",
                    table="casework_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="1ce90a9302bdc669608921076e6f37dbfb8e49bd",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_fc72b",
                    table="casework_closure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="05537f7a5d600954c3a3152b65ee580bdfe80d0a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_89bc6",
                    table="casework_note",
                    when="AFTER",
                ),
            ),
        ),
        protect("casework_due"),
        protect("casework_casestate"),
        protect("casework_note"),
        protect("casework_counsellingsession"),
        protect("casework_followup"),
        protect("casework_contactattempt"),
        protect("casework_closure"),
        migrations.RunSQL(
            DUE_OF_OFFICE, "DROP POLICY IF EXISTS casework_due_of_office ON casework_due"
        ),
    ]
