"""Aliases, decisions about duplicates, merges with their ledger, separations."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.people.policies import ALIAS_FUNCTIONS, protect

# What was made before this migration learns to follow merges; what is made later does already.
FOLLOW_MERGES = r"""
DO $$
DECLARE seen record; person_column text;
BEGIN
    FOR seen IN
        SELECT tablename, qual FROM pg_policies
        WHERE policyname = tablename || '_seen' AND qual LIKE '%core_actor_person%'
    LOOP
        person_column := (regexp_match(seen.qual, 'scope\.person_id = \w+\.(\w+)'))[1];
        IF seen.qual NOT LIKE '%people_canonical%' THEN
            EXECUTE format(
                'ALTER POLICY %I ON %I USING ((%s) OR ((SELECT core_actor_person() IS NOT NULL)'
                ' AND people_canonical(%I) = core_actor_person()))',
                seen.tablename || '_seen', seen.tablename, seen.qual, person_column);
        END IF;
        IF person_column = 'person_id'
           AND seen.tablename NOT LIKE 'core\_%' AND seen.tablename <> 'people_personkey' THEN
            EXECUTE format(
                'CREATE OR REPLACE TRIGGER follow_merge BEFORE INSERT ON %I'
                ' FOR EACH ROW EXECUTE FUNCTION people_follow_merge()', seen.tablename);
        END IF;
    END LOOP;
END $$;
"""

# The only way in which the person of a row changes in a ledger: a row born between a merge and
# its separation, given to one of the two by the separation that is being confirmed.
ASSIGN_BORN = """
CREATE FUNCTION people_assign_born(
    the_separation uuid, tbl text, pk text, row_key text, to_person uuid, to_case uuid
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE merge people_merge; touched integer;
BEGIN
    SELECT joined.* INTO merge FROM people_separation separation
    JOIN people_merge joined ON joined.id = separation.merge_id AND joined.state = 'confirmada'
    WHERE separation.id = the_separation AND separation.state = 'confirmada'
      AND separation.decided_by_id = core_actor_user();
    IF merge.id IS NULL OR to_person NOT IN (merge.survivor_id, merge.absorbed_id)
       OR merge.own_rows -> tbl ? row_key
       OR EXISTS (SELECT FROM people_mergemove WHERE merge_id = merge.id
                  AND table_name = tbl AND row_id = row_key AND kind = 'moved')
       OR NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(tbl)
                      AND tgname = 'follow_merge') THEN
        RAISE EXCEPTION 'arraigo: esta fila no nació entre la unión y la separación'
            USING ERRCODE = '42501';
    END IF;
    EXECUTE format(
        'UPDATE %I SET person_id = $1%s WHERE %I::text = $2 AND person_id = $3',
        tbl, CASE WHEN to_case IS NULL THEN '' ELSE ', case_id = $4' END, pk)
    USING to_person, row_key, merge.survivor_id, to_case;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> 1 THEN
        RAISE EXCEPTION 'arraigo: esta fila ya no es de la persona' USING ERRCODE = '42501';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_received_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("misma", "Es la misma persona"),
                            ("distintas", "Son personas distintas"),
                            ("no_se", "No sé"),
                            ("retirada", "Retiró lo que había dicho"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="decisions",
                        to="people.matchcandidate",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict__in", ("no_se", "retirada")), _negated=True),
                        fields=("candidate", "decided_by", "turn"),
                        name="match_decided_once_each",
                        violation_error_message="Usted ya decidió sobre esta pareja.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchOpening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="opening",
                        to="people.matchcandidate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MatchSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("misma", "Es la misma persona"),
                            ("distintas", "Son personas distintas"),
                            ("no_se", "No sé"),
                            ("retirada", "Retiró lo que había dicho"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="settlement",
                        to="people.matchcandidate",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_by", models.F("second_by")), _negated=True),
                        name="match_settled_by_two",
                        violation_error_message="Lo deciden dos personas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ("no_se", "retirada")), _negated=True),
                        name="match_settled_with_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
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
                            ("solicitada", "Por confirmar"),
                            ("confirmada", "Unidos"),
                            ("rechazada", "No se unieron"),
                            ("retirada", "Solicitud retirada"),
                            ("separada", "Separados de nuevo"),
                        ],
                        default="solicitada",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="por qué")),
                ("kept", models.JSONField(default=list)),
                ("continuing_case", models.UUIDField(null=True)),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=400)),
                ("own_rows", models.JSONField(default=dict, editable=False)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="merges",
                        to="people.matchcandidate",
                    ),
                ),
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
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "unión de expedientes",
                "verbose_name_plural": "uniones de expedientes",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="merge_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("survivor", models.F("absorbed")), _negated=True),
                        name="merge_of_two",
                        violation_error_message="Son el mismo expediente.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="merge_four_eyes",
                        violation_error_message="La confirma una persona distinta de quien la pidió.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("survivor", "absorbed"),
                        django.db.models.functions.comparison.Greatest("survivor", "absorbed"),
                        condition=models.Q(("state__in", ["solicitada", "confirmada"])),
                        name="merge_pair_once",
                        violation_error_message="Estos dos expedientes ya tienen una unión en curso.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmada")),
                        fields=("absorbed",),
                        name="merge_absorbs_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "solicitada")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by", None),
                                ("state", "retirada"),
                            ),
                            models.Q(
                                models.Q(("state__in", ["solicitada", "retirada"]), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="merge_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "pasó al expediente que continúa"),
                            ("changed", "cambió de valor"),
                            ("created", "se agregó"),
                            (
                                "kept",
                                "quedó en el otro expediente, porque ya estaba en el que continúa",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.CharField(max_length=64)),
                ("column_name", models.CharField(max_length=63)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="moves",
                        to="people.merge",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["merge", "table_name"], name="merge_move_table"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person",), name="alias_once"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("survivor")), _negated=True),
                        name="alias_of_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Separation",
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
                            ("solicitada", "Por confirmar"),
                            ("confirmada", "Separados"),
                            ("rechazada", "Siguen unidos"),
                            ("retirada", "Solicitud retirada"),
                        ],
                        default="solicitada",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="por qué")),
                ("values", models.JSONField(default=list)),
                ("rows", models.JSONField(default=dict)),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=400)),
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
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="separations",
                        to="people.merge",
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
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "separación de expedientes",
                "verbose_name_plural": "separaciones de expedientes",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="separation_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="separation_four_eyes",
                        violation_error_message="La confirma una persona distinta de quien la pidió.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["solicitada", "confirmada"])),
                        fields=("merge",),
                        name="separation_once",
                        violation_error_message="Esta unión ya tiene una separación en curso.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "solicitada")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by", None),
                                ("state", "retirada"),
                            ),
                            models.Q(
                                models.Q(("state__in", ["solicitada", "retirada"]), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="separation_decided_whole",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merge",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'survivor_id'); RETURN NULL;",
                    hash="93127517f892c2c83fd15adbe20463782c03be44",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_9330f",
                    table="people_merge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="separation",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="ac49df320b27dffa13bd2d4d09cce5a7192f3aba",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_bf991",
                    table="people_separation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ALIAS_FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW_MERGES, migrations.RunSQL.noop),
        migrations.RunSQL(
            ASSIGN_BORN,
            "DROP FUNCTION people_assign_born(uuid, text, text, text, uuid, uuid)",
        ),
        protect("people_merge", "survivor_id"),
        protect("people_mergemove", follows=False, opens_urgently=False),
        protect("people_separation", follows=False, opens_urgently=False),
    ]
