"""Enrolments, completions and certificates, under the policies of their person."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_cases_events_deliveries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
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
                    "directness",
                    models.CharField(
                        choices=[("direct", "Directa"), ("facilitated", "Facilitada")],
                        default="facilitated",
                        max_length=12,
                        verbose_name="forma",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="empieza el")),
                ("expected_end_on", models.DateField(null=True, verbose_name="termina el")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("inscrita", "Inscrita"),
                            ("en_curso", "En curso"),
                            ("termino", "Terminó"),
                            ("abandono", "Abandonó"),
                        ],
                        default="inscrita",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "dropped_on",
                    models.DateField(editable=False, null=True, verbose_name="la dejó el"),
                ),
                ("dropped_reason", models.CharField(blank=True, editable=False, max_length=200)),
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.organization",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="enrolments",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="enrolment_case"),
                    models.Index(fields=["office", "occurred_on"], name="enrolment_office"),
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
                        name="enrolment_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["inscrita", "en_curso", "termino", "abandono"])
                        ),
                        name="enrolment_state_known",
                        violation_error_message="El estado no existe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected_end_on", None),
                            ("expected_end_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="enrolment_ends_after_start",
                        violation_error_message="No puede terminar antes de empezar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_on__isnull", False),
                                ("state", "abandono"),
                                models.Q(("dropped_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "abandono"), _negated=True),
                                ("dropped_on", None),
                                ("dropped_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="enrolment_dropped_whole",
                        violation_error_message="Diga cuándo y por qué la dejó.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("annulled_at", None), ("state__in", ["inscrita", "en_curso"])
                        ),
                        fields=("case", "service"),
                        name="one_open_enrolment_per_service",
                        violation_error_message="La persona ya está inscrita en esa formación.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
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
                    "evidence_status",
                    models.CharField(
                        choices=[("declared", "Declarado"), ("verified", "Verificado")],
                        default="declared",
                        max_length=10,
                    ),
                ),
                (
                    "evidence_note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="constancia o prueba"
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
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="completions",
                        to="learning.enrolment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["case", "-occurred_on"], name="completion_case"),
                    models.Index(fields=["office", "occurred_on"], name="completion_office"),
                    models.Index(fields=["person", "occurred_on"], name="completion_person"),
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
                        name="completion_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence_status__in", ["declared", "verified"])),
                        name="completion_evidence_known",
                        violation_error_message="Diga si se vio la constancia.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at", None)),
                        fields=("enrolment",),
                        name="one_completion_per_enrolment",
                        violation_error_message="Esta formación ya se anotó como terminada.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
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
                            ("educativa", "Educativa (estudios, equivalencia)"),
                            ("tecnica", "Técnica (un oficio)"),
                            ("profesional", "Profesional (un título)"),
                            ("idioma", "Idioma (nivel de inglés u otro)"),
                            ("asistencia", "Diploma de participación o asistencia (no cuenta)"),
                        ],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "recognition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reconocimiento", "Reconocimiento, equivalencia o nivel de idioma"),
                            ("certificacion", "Certificación de competencias"),
                        ],
                        max_length=16,
                        verbose_name="qué reconoce",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="qué certifica")),
                (
                    "issuer_authorised",
                    models.BooleanField(default=False, verbose_name="institución autorizada"),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="número")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A1", "A1"),
                            ("A2", "A2"),
                            ("B1", "B1"),
                            ("B2", "B2"),
                            ("C1", "C1"),
                            ("C2", "C2"),
                        ],
                        max_length=2,
                        verbose_name="nivel",
                    ),
                ),
                (
                    "evidence_status",
                    models.CharField(
                        choices=[("declared", "Declarado"), ("verified", "Verificado")],
                        default="declared",
                        max_length=10,
                    ),
                ),
                (
                    "evidence_note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="constancia o prueba"
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
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="quién lo emite",
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
                    models.Index(fields=["case", "-occurred_on"], name="certificate_case"),
                    models.Index(fields=["office", "occurred_on"], name="certificate_office"),
                    models.Index(fields=["person", "occurred_on"], name="certificate_person"),
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
                        name="certificate_annulled_whole",
                        violation_error_message="Para anular hay que decir quién y por qué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["educativa", "tecnica", "profesional", "idioma", "asistencia"],
                            )
                        ),
                        name="certificate_kind_known",
                        violation_error_message="Escoja el tipo de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "asistencia"), ("recognition", "")),
                            models.Q(
                                models.Q(("kind", "asistencia"), _negated=True),
                                ("recognition__in", ["reconocimiento", "certificacion"]),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_counts_or_is_attendance",
                        violation_error_message="Diga qué reconoce; un diploma de asistencia no reconoce nada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "asistencia"), ("issuer_authorised", True), _connector="OR"
                        ),
                        name="certificate_issuer_authorised",
                        violation_error_message="Solo una institución autorizada certifica. Si no lo es, anótelo como diploma de participación.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "idioma"),
                                ("level__in", ["A1", "A2", "B1", "B2", "C1", "C2"]),
                                ("recognition", "reconocimiento"),
                            ),
                            models.Q(models.Q(("kind", "idioma"), _negated=True), ("level", "")),
                            _connector="OR",
                        ),
                        name="certificate_language_has_level",
                        violation_error_message="Diga el nivel del idioma, de A1 a C2.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence_status", "declared"),
                            ("kind", "asistencia"),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="certificate_verified_has_number",
                        violation_error_message="Un certificado verificado tiene su número.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("annulled_at", None), models.Q(("number", ""), _negated=True)
                        ),
                        fields=("person", "issuer", "number"),
                        name="certificate_once",
                        violation_error_message="Ese certificado ya está registrado.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="4f48231ab7ba9654f605de8aedde9e516ec50d80",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_2cfb3",
                    table="learning_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="2c142060578a543f60053050db613ea4aee66d5a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_82c2e",
                    table="learning_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="9a97afde4179eb3bc7d7ad6c4247ed936204e4a2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_0e2c4",
                    table="learning_completion",
                    when="AFTER",
                ),
            ),
        ),
        protect("learning_enrolment"),
        protect("learning_completion"),
        protect("learning_certificate"),
    ]
