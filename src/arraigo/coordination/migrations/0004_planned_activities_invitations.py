"""Activities to come, and the persons of cases who are invited to them."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0031_invitations_on_the_timeline"),
        ("coordination", "0003_errands"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedActivity",
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
                            ("reunion", "Reunión"),
                            ("evento", "Evento (feria, charla, jornada)"),
                            ("comunicacion", "Comunicación (radio, perifoneo, redes, volantes)"),
                        ],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="de qué es")),
                ("place", models.CharField(max_length=160, verbose_name="lugar")),
                ("happens_on", models.DateField(verbose_name="qué día")),
                ("starts_at", models.TimeField(verbose_name="a qué hora")),
                (
                    "planned_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("called_off_at", models.DateTimeField(editable=False, null=True)),
                (
                    "called_off_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="por qué se canceló"),
                ),
                (
                    "called_off_by",
                    models.ForeignKey(
                        editable=False,
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
                        related_name="planned_activities",
                        to="territory.office",
                    ),
                ),
                (
                    "planned_by",
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
        migrations.CreateModel(
            name="Invitation",
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
                (
                    "invited_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="invitations",
                        to="casework.case",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="invitations",
                        to="coordination.plannedactivity",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="plannedactivity",
            index=models.Index(fields=["office", "happens_on", "id"], name="planned_of_office"),
        ),
        migrations.AddConstraint(
            model_name="plannedactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("evento", "reunion"))),
                name="planned_kind_invites",
                violation_error_message="Se planea una reunión o un evento.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("called_off_at", None), ("called_off_by", None), ("called_off_reason", "")
                    ),
                    models.Q(
                        ("called_off_at__isnull", False),
                        ("called_off_by__isnull", False),
                        models.Q(("called_off_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="planned_called_off_whole",
                violation_error_message="Para cancelarla hay que decir por qué.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedactivity",
            constraint=models.UniqueConstraint(
                models.F("office"),
                models.F("happens_on"),
                django.db.models.functions.text.Lower("title"),
                condition=models.Q(("called_off_at", None)),
                name="planned_once",
                violation_error_message="Esa actividad ya está planeada para ese día.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plannedactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="fe97f349978f37013b23e701eb4bd55584d87239",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_bfa69",
                    table="coordination_plannedactivity",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["lot"], name="invitation_lot"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("activity", "case"),
                name="invitation_once",
                violation_error_message="Ya está invitada a esa actividad.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_withdrawn_whole",
                violation_error_message="Falta quién la retiró o cuándo.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="67b0c4054b576223d6146b705cde657e7d1a52d9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_8278b",
                    table="coordination_invitation",
                    when="AFTER",
                ),
            ),
        ),
        protect("coordination_invitation"),
    ]
