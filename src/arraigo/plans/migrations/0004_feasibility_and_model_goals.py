"""Each action says whether it can be done, and offices write the goals a plan may begin from."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_load_known_services"),
        ("organizations", "0002_load_institutions"),
        ("people", "0016_contacts_met"),
        ("plans", "0003_actions_done"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelGoal",
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
                    "pathway",
                    models.CharField(
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
                ("text", models.CharField(max_length=300, verbose_name="meta")),
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
                ("steps", models.JSONField(default=list, verbose_name="acciones")),
                ("is_retired", models.BooleanField(default=False, verbose_name="ya no se ofrece")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "meta modelo",
                "verbose_name_plural": "metas modelo",
                "ordering": ["pathway", "horizon", "text"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="planaction",
            name="is_eligible",
            field=models.CharField(
                blank=True,
                choices=[("si", "Sí"), ("no", "No"), ("no_se", "No se sabe")],
                max_length=5,
                verbose_name="cumple los requisitos",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="is_in_demand",
            field=models.CharField(
                blank=True,
                choices=[("si", "Sí"), ("no", "No"), ("no_se", "No se sabe")],
                max_length=5,
                verbose_name="aquí se busca o se vende",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="is_offered",
            field=models.CharField(
                blank=True,
                choices=[("si", "Sí"), ("no", "No"), ("no_se", "No se sabe")],
                max_length=5,
                verbose_name="hay cupo o lo hay aquí",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="is_reachable",
            field=models.CharField(
                blank=True,
                choices=[("si", "Sí"), ("no", "No"), ("no_se", "No se sabe")],
                max_length=5,
                verbose_name="puede llegar",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="risk",
            field=models.CharField(blank=True, max_length=200, verbose_name="riesgo"),
        ),
        migrations.AddField(
            model_name="planaction",
            name="waiting",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nada", "Nada"),
                    ("mes", "Hasta un mes"),
                    ("mas", "Más de un mes"),
                    ("no_se", "No se sabe"),
                ],
                max_length=5,
                verbose_name="espera",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_eligible__in", ["", "si", "no", "no_se"]),
                    ("is_in_demand__in", ["", "si", "no", "no_se"]),
                    ("is_offered__in", ["", "si", "no", "no_se"]),
                    ("is_reachable__in", ["", "si", "no", "no_se"]),
                    ("waiting__in", ["", "nada", "mes", "mas", "no_se"]),
                ),
                name="plan_action_feasibility_known",
                violation_error_message="Esa respuesta no existe.",
            ),
        ),
        migrations.AddConstraint(
            model_name="modelgoal",
            constraint=models.UniqueConstraint(
                fields=("pathway", "text"),
                name="one_model_goal_of_a_text",
                violation_error_message="Ese camino ya tiene una meta con esas palabras.",
            ),
        ),
        migrations.AddConstraint(
            model_name="modelgoal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True), models.Q(("steps", []), _negated=True)
                ),
                name="model_goal_says_what",
                violation_error_message="Escriba la meta y al menos una acción.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modelgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="3e102613de21a8f73c7c0231b9f1cef89533ed14",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_acce4",
                    table="plans_modelgoal",
                    when="AFTER",
                ),
            ),
        ),
    ]
