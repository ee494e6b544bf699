import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_cases_events_deliveries"),
        ("directory", "0003_load_known_services"),
        ("organizations", "0002_load_institutions"),
        ("people", "0002_consent_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="versión"),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("borrador", "Borrador"),
                            ("acordado", "Acordado, espera revisión"),
                            ("revisado", "Acordado y revisado"),
                            ("devuelto", "Devuelto: hay que cambiarlo"),
                        ],
                        default="borrador",
                        editable=False,
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "pathway",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("empleo", "Empleo asalariado"),
                            ("negocio", "Autoempleo o emprendimiento"),
                            ("formacion", "Formación"),
                            ("certificacion", "Certificación"),
                            ("educacion", "Continuidad educativa"),
                            ("movilidad", "Movilidad laboral regular"),
                            ("combinacion", "Combinación"),
                        ],
                        max_length=16,
                        verbose_name="camino",
                    ),
                ),
                ("situation", models.TextField(blank=True, verbose_name="situación")),
                (
                    "barriers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("documentos", "Documentos"),
                                ("transporte", "Transporte"),
                                ("cuidado", "Cuidado de hijos o familiares"),
                                ("deudas", "Deudas"),
                                ("idioma", "Idioma"),
                                ("salud", "Salud"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("mitigations", models.TextField(blank=True, verbose_name="cómo resolverlas")),
                ("feasibility", models.TextField(blank=True, verbose_name="factibilidad")),
                (
                    "created_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "signed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signature", "Firma en esta pantalla"),
                            ("paper", "Firma o huella en papel"),
                            ("witness", "De palabra, con testigo"),
                        ],
                        max_length=10,
                    ),
                ),
                ("witness_name", models.CharField(blank=True, max_length=120)),
                ("agreed_on", models.DateField(null=True, verbose_name="acordado el")),
                ("agreed_at", models.DateTimeField(editable=False, null=True)),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                ("review_comment", models.TextField(blank=True)),
                ("replaced_at", models.DateTimeField(editable=False, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="plans",
                        to="casework.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="plans",
                        to="people.person",
                    ),
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
                    "signature",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.personfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "planes",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("replaced_at", None), ("state", "acordado")),
                        fields=["agreed_at", "id"],
                        name="plan_awaiting_review",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "version"),
                        name="plan_version_once",
                        violation_error_message="Esa versión del plan ya existe.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("replaced_at", None),
                            ("state__in", ("acordado", "revisado", "devuelto")),
                        ),
                        fields=("case",),
                        name="one_plan_in_force_per_case",
                        violation_error_message="El caso ya tiene un plan vigente.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "borrador")),
                        fields=("case",),
                        name="one_plan_draft_per_case",
                        violation_error_message="El caso ya tiene un borrador de plan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["borrador", "acordado", "revisado", "devuelto"])
                        ),
                        name="plan_state_known",
                        violation_error_message="El estado no existe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "borrador")),
                                ("agreed_at", None),
                                ("agreed_by", None),
                                ("agreed_on", None),
                                ("replaced_at", None),
                                ("signature", None),
                                ("signed_how", ""),
                            ),
                            models.Q(
                                models.Q(("state", "borrador"), _negated=True),
                                models.Q(("signed_how", ""), _negated=True),
                                models.Q(("pathway", ""), _negated=True),
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("agreed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_signed_whole",
                        violation_error_message="Un plan acordado dice quién lo firmó, cómo y cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_how", "signature"), _negated=True),
                            ("signature__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_signature_kept",
                        violation_error_message="Falta la firma.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_how", "witness"), _negated=True),
                            models.Q(("witness_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_witness_named",
                        violation_error_message="Escriba el nombre del testigo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_at", None),
                                ("reviewed_by", None),
                                ("state__in", ["borrador", "acordado"]),
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("state__in", ["revisado", "devuelto"]),
                            ),
                            _connector="OR",
                        ),
                        name="plan_reviewed_whole",
                        violation_error_message="Una revisión dice quién la hizo y cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "devuelto"), _negated=True),
                            models.Q(("review_comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_returned_with_comment",
                        violation_error_message="Escriba qué hay que cambiar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(
                                models.Q(("reviewed_by", models.F("author")), _negated=True),
                                models.Q(("reviewed_by", models.F("agreed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_never_reviewed_by_its_author",
                        violation_error_message="Nadie revisa su propio plan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "horizon",
                    models.CharField(
                        choices=[
                            ("corto", "Corto plazo: hasta 3 meses"),
                            ("mediano", "Mediano plazo: de 3 a 6 meses"),
                            ("largo", "Largo plazo: de 6 a 12 meses"),
                        ],
                        max_length=8,
                        verbose_name="plazo",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="meta")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="goals",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "place"), name="goal_once_per_place"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="goal_says_what",
                        violation_error_message="Escriba la meta.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="acción")),
                (
                    "responsible",
                    models.CharField(
                        choices=[
                            ("persona", "La persona"),
                            ("promotor", "Promotor/a"),
                            ("proveedor", "La institución que da el servicio"),
                        ],
                        max_length=10,
                        verbose_name="responsable",
                    ),
                ),
                ("starts_on", models.DateField(null=True, verbose_name="empieza")),
                ("due_on", models.DateField(null=True, verbose_name="a más tardar")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="costo",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pendiente", "Pendiente"),
                            ("hecha", "Hecha"),
                            ("cancelada", "Cancelada"),
                        ],
                        default="pendiente",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                ("done_on", models.DateField(null=True, verbose_name="hecha el")),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="constancia o prueba"
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
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="actions",
                        to="plans.goal",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
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
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="directory.service",
                        verbose_name="servicio",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("goal", "place"), name="plan_action_once_per_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="plan_action_says_what",
                        violation_error_message="Escriba la acción.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("due_on", None),
                            ("due_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="plan_action_due_after_start",
                        violation_error_message="La acción no puede terminar antes de empezar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("state", "hecha")),
                            models.Q(
                                models.Q(("state", "hecha"), _negated=True), ("done_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="plan_action_done_on_a_day",
                        violation_error_message="Una acción hecha dice cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        name="plan_action_cost_not_negative",
                        violation_error_message="El costo no puede ser negativo.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="2c0320d6f67c860fe4efa06773f2fd8c77affa16",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_0bff5",
                    table="plans_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state <> 'borrador')",
                    func="\nIF (to_jsonb(NEW) - ARRAY['state', 'reviewed_by_id', 'reviewed_at', 'review_comment', 'replaced_at', 'person_id']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'reviewed_by_id', 'reviewed_at', 'review_comment', 'replaced_at', 'person_id'])\nOR NEW.state = 'borrador' THEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nRETURN NEW;\n",
                    hash="1789d1cfdeb995adb17bacbe3d8b47358204f91c",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_stands_ffa2c",
                    table="plans_plan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="239e6af181dbbea7784a8346ea037868e19f227a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_af43b",
                    table="plans_goal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (NEW.plan_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="c6a078166897f34803f3a1552ad5a20058e19862",
                    operation="INSERT",
                    pgid="pgtrigger_signed_no_more_324e1",
                    table="plans_goal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (OLD.plan_id) AND plan.state <> 'borrador') AND (to_jsonb(NEW) - ARRAY['person_id']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['person_id'])\nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="3c9e9e5ad2da39926c68d8d51b5cae9ed584e410",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_no_change_5c93c",
                    table="plans_goal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_less",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (OLD.plan_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="604d031c7e4fe260fe1f163cd04652a9a8838053",
                    operation="DELETE",
                    pgid="pgtrigger_signed_no_less_d35e0",
                    table="plans_goal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="f0275966e1571aa1ed9d2e280baf65fddbd2b62f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_0ef06",
                    table="plans_planaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan JOIN plans_goal goal ON goal.plan_id = plan.id WHERE goal.id IN (NEW.goal_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="4b8a79850e141e6fea699801dc70a4076454ee02",
                    operation="INSERT",
                    pgid="pgtrigger_signed_no_more_ab445",
                    table="plans_planaction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan JOIN plans_goal goal ON goal.plan_id = plan.id WHERE goal.id IN (OLD.goal_id) AND plan.state <> 'borrador') AND (to_jsonb(NEW) - ARRAY['person_id', 'state', 'done_on', 'evidence', 'award_id', 'marked_by_id']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['person_id', 'state', 'done_on', 'evidence', 'award_id', 'marked_by_id'])\nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="7fb2428e451ad8230fe2d44a86949585c5c52eee",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_no_change_88f36",
                    table="plans_planaction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_less",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan JOIN plans_goal goal ON goal.plan_id = plan.id WHERE goal.id IN (OLD.goal_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="2b0205425a258689e1386753677aa8a55de7806f",
                    operation="DELETE",
                    pgid="pgtrigger_signed_no_less_15d19",
                    table="plans_planaction",
                    when="BEFORE",
                ),
            ),
        ),
        protect("plans_plan"),
        protect("plans_goal"),
        protect("plans_planaction"),
    ]
