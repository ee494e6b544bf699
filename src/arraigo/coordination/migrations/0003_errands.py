"""What one user asks another to do by a day, and what was done about it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.coordination.errands.policies import protect_errands


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0025_errands_on_the_agenda"),
        ("coordination", "0002_soonest_agreement"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Errand",
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
                ("lot", models.UUIDField(editable=False)),
                ("given_at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="qué hay que hacer")),
                ("detail", models.CharField(blank=True, max_length=1000, verbose_name="detalle")),
                ("due_on", models.DateField(verbose_name="para cuándo")),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "taken_back_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="por qué se retiró"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="errands",
                        to="casework.case",
                    ),
                ),
                (
                    "due",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="errand",
                        to="casework.due",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_to",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="errands",
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
                    "taken_back_by",
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
                "verbose_name": "encargo",
                "verbose_name_plural": "encargos",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ErrandAnswer",
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
                ("occurred_on", models.DateField(verbose_name="qué día")),
                ("words", models.CharField(max_length=1000, verbose_name="qué se hizo")),
                (
                    "recorded_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("aceptado", "Está bien"),
                            ("devuelto", "Devolver para que lo complete"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="respuesta",
                    ),
                ),
                (
                    "comment",
                    models.CharField(blank=True, max_length=500, verbose_name="comentario"),
                ),
                (
                    "new_due_on",
                    models.DateField(editable=False, null=True, verbose_name="nueva fecha"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "errand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="answers",
                        to="coordination.errand",
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
                    "recorded_by",
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
            },
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(fields=["office", "due_on", "id"], name="errand_of_office"),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(fields=["given_by", "due_on", "id"], name="errand_of_giver"),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(fields=["due_on", "id"], name="errand_soonest"),
        ),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.UniqueConstraint(
                fields=("given_by", "lot", "given_to"),
                name="errand_once_per_form",
                violation_error_message="Ese encargo ya está dado.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="errand_says_what",
                violation_error_message="Escriba qué hay que hacer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case", None), ("person", None)),
                    models.Q(("case__isnull", False), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="errand_person_with_case",
                violation_error_message="Un encargo sobre alguien es sobre su caso.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("taken_back_at", None), ("taken_back_by", None), ("taken_back_reason", "")
                    ),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        ("taken_back_by__isnull", False),
                        models.Q(("taken_back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="errand_taken_back_whole",
                violation_error_message="Para retirarlo hay que decir por qué.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="errand",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="81f6fe7fc822f2e5d2fe526f9bb7ca006b4a4bc5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ae30c",
                    table="coordination_errand",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="errandanswer",
            index=models.Index(fields=["recorded_by", "occurred_on"], name="errand_answer_of_user"),
        ),
        migrations.AddConstraint(
            model_name="errandanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "devuelto"), _negated=True),
                fields=("errand",),
                name="errand_one_standing_answer",
                violation_error_message="Este encargo ya está cumplido.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errandanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True),
                name="errand_answer_says_what",
                violation_error_message="Escriba qué se hizo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errandanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("comment", ""),
                        ("decided_at", None),
                        ("decided_by", None),
                        ("new_due_on", None),
                        ("verdict", ""),
                    ),
                    models.Q(
                        ("new_due_on", None),
                        ("verdict", "aceptado"),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    models.Q(
                        ("new_due_on__isnull", False),
                        ("verdict", "devuelto"),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("comment", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="errand_answer_decided_whole",
                violation_error_message="Para devolverlo hay que decir qué falta y para cuándo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="errandanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="errand_answer_decided_by_another",
                violation_error_message="Nadie revisa lo que hizo por su cuenta.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="errandanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="e64ec1225ef185b13122d79d3a17636c572ca609",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_05463",
                    table="coordination_errandanswer",
                    when="AFTER",
                ),
            ),
        ),
        *protect_errands(),
    ]
