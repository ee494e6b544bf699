"""Sessions that say whose they are, roles given by two, and limits against harvesting."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_shared_cache"),
        ("core", "0002_traces_by_actor"),
        ("organizations", "0002_load_institutions"),
        ("territory", "0003_offices_escuintla_esquipulas"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("promotor", "promotor/a de gestión de casos"),
                            ("project_lead", "asociado/a de Proyecto (supervisión)"),
                            ("finance", "finanzas"),
                            ("national_officer", "oficial nacional"),
                            ("partner_manager", "gestor/a de casos de socio"),
                            ("mintrab_liaison", "enlace MINTRAB"),
                            ("employer", "empleador"),
                            ("data_protection", "protección de datos"),
                            ("peas_focal_point", "punto focal PEAS"),
                            ("administrator", "administrador/a"),
                        ],
                        max_length=20,
                        verbose_name="función",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="hasta")),
                ("reason", models.CharField(max_length=300, verbose_name="por qué")),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("expires_at", models.DateTimeField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Por confirmar"),
                            ("confirmed", "Confirmada"),
                            ("refused", "Negada"),
                            ("expired", "Vencida"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
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
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="role_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="granted_by",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="membership",
                to="accounts.rolerequest",
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=40)),
                ("entered_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("creada", "Cuenta creada"),
                            ("desactivada", "Cuenta desactivada"),
                            ("activada", "Cuenta activada de nuevo"),
                            ("contrasena", "Contraseña nueva"),
                            ("factor", "Segundo paso quitado"),
                            ("sesion", "Sesión cerrada"),
                            ("otras", "Otras sesiones cerradas"),
                            ("todas", "Sesiones cerradas por administración"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=arraigo.core.clock.now)),
                ("sessions", models.PositiveSmallIntegerField(default=0)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-at"], name="account_events")],
            },
        ),
        migrations.CreateModel(
            name="LookAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("expedientes", "expedientes abiertos"),
                            ("busquedas", "búsquedas"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=arraigo.core.clock.now, editable=False)),
                ("number", models.PositiveIntegerField(editable=False)),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "comment",
                    models.CharField(blank=True, max_length=300, verbose_name="qué se encontró"),
                ),
                (
                    "reviewed_by",
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
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["user", "what", "-at"], name="look_alerts")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="look_alert_reviewed_by_another",
                        violation_error_message="Nadie revisa lo suyo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment", ""), ("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("comment", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="look_alert_reviewed_whole",
                        violation_error_message="Escriba qué encontró.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promotor", "promotor/a de gestión de casos"),
                            ("project_lead", "asociado/a de Proyecto (supervisión)"),
                            ("finance", "finanzas"),
                            ("national_officer", "oficial nacional"),
                            ("partner_manager", "gestor/a de casos de socio"),
                            ("mintrab_liaison", "enlace MINTRAB"),
                            ("employer", "empleador"),
                            ("data_protection", "protección de datos"),
                            ("peas_focal_point", "punto focal PEAS"),
                            ("administrator", "administrador/a"),
                        ],
                        max_length=20,
                        verbose_name="función",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(default=arraigo.core.clock.today, verbose_name="desde"),
                ),
                (
                    "alert_files",
                    models.PositiveSmallIntegerField(verbose_name="expedientes: avisar a los"),
                ),
                (
                    "stop_files",
                    models.PositiveSmallIntegerField(
                        verbose_name="expedientes: preguntar después de"
                    ),
                ),
                (
                    "alert_searches",
                    models.PositiveSmallIntegerField(verbose_name="búsquedas: avisar a las"),
                ),
                (
                    "stop_searches",
                    models.PositiveSmallIntegerField(
                        verbose_name="búsquedas: preguntar después de"
                    ),
                ),
                (
                    "set_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alert_files__gte", 1),
                            ("alert_searches__gte", 1),
                            ("stop_files__gte", models.F("alert_files")),
                            ("stop_searches__gte", models.F("alert_searches")),
                        ),
                        name="look_limit_alerts_before_it_stops",
                        violation_error_message="Primero se avisa y después se pregunta.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(
                        models.Q(("decided_by", models.F("requested_by")), _negated=True),
                        models.Q(("decided_by", models.F("user")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="role_request_four_eyes",
                violation_error_message="La confirma una persona distinta.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("decided_by", None),
                        ("state__in", ["requested", "expired"]),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["confirmed", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="role_request_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("requested_at"), "+", models.Value(datetime.timedelta(days=7))
                        ),
                    ),
                    models.Q(
                        ("decided_at", None),
                        ("decided_at__lte", models.F("expires_at")),
                        _connector="OR",
                    ),
                ),
                name="role_request_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="role_request_says_why",
                violation_error_message="Escriba por qué.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role__in", ["promotor", "project_lead"]), _negated=True),
                    ("office__isnull", False),
                    _connector="OR",
                ),
                name="role_request_has_office",
                violation_error_message="Esta función necesita una oficina.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "partner_manager"), _negated=True),
                    ("organization__isnull", False),
                    _connector="OR",
                ),
                name="role_request_has_organization",
                violation_error_message="Esta función necesita una organización.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "requested")),
                fields=("user", "role", "office", "organization"),
                name="role_request_once",
                nulls_distinct=False,
                violation_error_message="Esa función ya está pedida.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="given_by_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF coalesce(current_setting('arraigo.actor_kind', true), '') = 'system' THEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' AND (OLD.user_id, OLD.role, OLD.office_id, OLD.organization_id,\n                         OLD.valid_from, OLD.granted_by_id)\n       IS NOT DISTINCT FROM (NEW.user_id, NEW.role, NEW.office_id, NEW.organization_id,\n                             NEW.valid_from, NEW.granted_by_id)\n   AND coalesce(NEW.valid_until, 'infinity') <= coalesce(OLD.valid_until, 'infinity') THEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' OR NOT EXISTS (\n    SELECT FROM accounts_rolerequest asked WHERE asked.id = NEW.granted_by_id\n    AND asked.state = 'confirmed' AND asked.decided_by_id <> asked.requested_by_id\n    AND (asked.user_id, asked.role, asked.office_id, asked.organization_id, asked.valid_until)\n        IS NOT DISTINCT FROM (NEW.user_id, NEW.role, NEW.office_id, NEW.organization_id,\n                              NEW.valid_until)) THEN\n    RAISE EXCEPTION 'arraigo: a role is given by two people'\n        USING ERRCODE = '23514', CONSTRAINT = 'membership_given_by_two';\nEND IF;\nRETURN NEW;\n",
                    hash="c0ab4f0078fe195cfacb234ed0b70ae2253dcbb5",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_given_by_two_13738",
                    table="accounts_membership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lookalert",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="1d27a193a002901032d8cdda52c58e671775dbf4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_38c42",
                    table="accounts_lookalert",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="dc88cda8ce560e7128d441393e8cf2e97b6f4b44",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_7c02b",
                    table="accounts_rolerequest",
                    when="AFTER",
                ),
            ),
        ),
    ]
