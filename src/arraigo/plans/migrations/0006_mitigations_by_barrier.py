"""What will be done about each thing that may stand in the way of a plan."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from arraigo.people.policies import protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_contacts_met"),
        ("plans", "0005_load_model_goals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mitigation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "barrier",
                    models.CharField(
                        choices=[
                            ("documentos", "Documentos"),
                            ("transporte", "Transporte"),
                            ("cuidado", "Cuidado de hijos o familiares"),
                            ("deudas", "Deudas"),
                            ("idioma", "Idioma"),
                            ("salud", "Salud"),
                        ],
                        max_length=12,
                        verbose_name="lo que puede estorbar",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="qué se hará")),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="mitigates",
                        to="plans.planaction",
                        verbose_name="acción del plan",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="measures",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "place"), name="mitigation_once_per_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="mitigation_says_what",
                        violation_error_message="Escriba qué se hará.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "barrier__in",
                                [
                                    "documentos",
                                    "transporte",
                                    "cuidado",
                                    "deudas",
                                    "idioma",
                                    "salud",
                                ],
                            )
                        ),
                        name="mitigation_of_a_known_barrier",
                        violation_error_message="Eso no está en la lista.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mitigation",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="93521a945226aa0704d2059b8066334764c7463c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_4cf64",
                    table="plans_mitigation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mitigation",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (NEW.plan_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="a56bee5705106ca31f5a92cbf8d58a310095ac1c",
                    operation="INSERT",
                    pgid="pgtrigger_signed_no_more_088b1",
                    table="plans_mitigation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mitigation",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (OLD.plan_id) AND plan.state <> 'borrador') AND (to_jsonb(NEW) - ARRAY['person_id']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['person_id'])\nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="f708da1652548c223667a6db90756642d30b4d99",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_no_change_12232",
                    table="plans_mitigation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mitigation",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_no_less",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM plans_plan plan WHERE plan.id IN (OLD.plan_id) AND plan.state <> 'borrador') \nTHEN RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514'; END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="2851c38c440af9cc7aac5676899a2164280fb6b4",
                    operation="DELETE",
                    pgid="pgtrigger_signed_no_less_69d97",
                    table="plans_mitigation",
                    when="BEFORE",
                ),
            ),
        ),
        protect("plans_mitigation"),
    ]
