"""The context functions, the trace and the history, partitioned by month from the start."""

from django.db import migrations, models

CONTEXT_FUNCTIONS = """
CREATE FUNCTION core_actor_kind() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE kind text := current_setting('arraigo.actor_kind', true);
BEGIN
    IF kind IS NULL OR kind = '' THEN
        RAISE EXCEPTION 'arraigo: personal data was queried outside acting_as'
            USING ERRCODE = 'AR001';
    END IF;
    RETURN kind;
END $$;

CREATE FUNCTION core_actor_id() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('arraigo.actor_id', true), '') $$;

CREATE FUNCTION core_actor_user() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN core_actor_kind() = 'user' THEN core_actor_id()::bigint END $$;

CREATE FUNCTION core_actor_person() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN core_actor_kind() <> ''
          THEN nullif(current_setting('arraigo.actor_person', true), '')::uuid END $$;

CREATE FUNCTION core_request() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('arraigo.request', true), '')::uuid $$;

CREATE FUNCTION core_now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('arraigo.now', true), '')::timestamptz, now()) $$;

CREATE FUNCTION core_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT (core_now() AT TIME ZONE 'America/Guatemala')::date $$;
"""

DROP_CONTEXT_FUNCTIONS = """
DROP FUNCTION core_today(); DROP FUNCTION core_now(); DROP FUNCTION core_request();
DROP FUNCTION core_actor_person(); DROP FUNCTION core_actor_user(); DROP FUNCTION core_actor_id();
DROP FUNCTION core_actor_kind();
"""

TRACE_TABLE = """
CREATE TABLE core_trace (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    actor_kind varchar(12) NOT NULL,
    actor_id varchar(64) NOT NULL,
    person_id uuid NOT NULL,
    purpose varchar(120) NOT NULL,
    request_id uuid NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX trace_person ON core_trace (person_id, at DESC);
CREATE TABLE core_trace_default PARTITION OF core_trace DEFAULT;
"""

HISTORY_TABLE = """
CREATE TABLE core_history (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    table_name varchar(63) NOT NULL,
    row_id varchar(64) NOT NULL,
    person_id uuid,
    operation varchar(6) NOT NULL,
    before jsonb,
    after jsonb,
    actor_kind varchar(12) NOT NULL,
    actor_id varchar(64) NOT NULL,
    request_id uuid,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX history_row ON core_history (table_name, row_id, at DESC);
CREATE INDEX history_person ON core_history (person_id, at DESC);
CREATE TABLE core_history_default PARTITION OF core_history DEFAULT;
"""

WRITE_HISTORY = """
CREATE FUNCTION core_write_history(
    tbl text, op text, old_row jsonb, new_row jsonb, person_column text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    was jsonb; became jsonb; any_row jsonb := coalesce(new_row, old_row);
BEGIN
    IF op = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, new_row -> key)
        INTO was, became FROM jsonb_each(old_row) WHERE value IS DISTINCT FROM new_row -> key;
        IF was IS NULL THEN RETURN; END IF;
    ELSIF op = 'DELETE' THEN
        was := old_row;
    END IF;
    INSERT INTO core_history (at, table_name, row_id, person_id, operation, before, after,
                              actor_kind, actor_id, request_id)
    VALUES (core_now(), tbl, any_row ->> 'id', (any_row ->> person_column)::uuid, op, was, became,
            coalesce(current_setting('arraigo.actor_kind', true), ''), core_actor_id(),
            core_request());
END $$;
"""

PARTITIONS = """
CREATE FUNCTION core_ensure_partitions(first_month date, last_month date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', first_month)::date; parent text; part text;
    grantee text; made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('core_ensure_partitions'));
    WHILE month <= last_month LOOP
        FOREACH parent IN ARRAY ARRAY['core_trace', 'core_history'] LOOP
            part := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
            IF to_regclass(part) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
                    month::timestamp AT TIME ZONE 'America/Guatemala',
                    (month + interval '1 month') AT TIME ZONE 'America/Guatemala');
                made := made + 1;
            END IF;
        END LOOP;
        month := (month + interval '1 month')::date;
    END LOOP;
    FOR part, grantee IN
        SELECT c.relname, r.rolname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        CROSS JOIN LATERAL aclexplode(c.relacl) acl JOIN pg_roles r ON r.oid = acl.grantee
        WHERE i.inhparent IN ('core_trace'::regclass, 'core_history'::regclass)
          AND acl.grantee <> c.relowner GROUP BY 1, 2
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', part, grantee);
    END LOOP;
    RETURN made;
END $$;
SELECT core_ensure_partitions('2026-01-01', (current_date + interval '3 months')::date);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(CONTEXT_FUNCTIONS, DROP_CONTEXT_FUNCTIONS),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TRACE_TABLE, "DROP TABLE core_trace")],
            state_operations=[
                migrations.CreateModel(
                    name="Trace",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "at",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("actor_kind", models.CharField(max_length=12)),
                        ("actor_id", models.CharField(max_length=64)),
                        ("person_id", models.UUIDField()),
                        ("purpose", models.CharField(max_length=120)),
                        ("request_id", models.UUIDField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person_id", "-at"], name="trace_person")]
                    },
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(HISTORY_TABLE, "DROP TABLE core_history")],
            state_operations=[
                migrations.CreateModel(
                    name="History",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "at",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("table_name", models.CharField(max_length=63)),
                        ("row_id", models.CharField(max_length=64)),
                        ("person_id", models.UUIDField(null=True)),
                        ("operation", models.CharField(max_length=6)),
                        ("before", models.JSONField(null=True)),
                        ("after", models.JSONField(null=True)),
                        ("actor_kind", models.CharField(max_length=12)),
                        ("actor_id", models.CharField(max_length=64)),
                        ("request_id", models.UUIDField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["table_name", "row_id", "-at"], name="history_row"
                            ),
                            models.Index(fields=["person_id", "-at"], name="history_person"),
                        ]
                    },
                )
            ],
        ),
        migrations.RunSQL(
            WRITE_HISTORY,
            "DROP FUNCTION core_write_history(text, text, jsonb, jsonb, text)",
        ),
        migrations.RunSQL(PARTITIONS, "DROP FUNCTION core_ensure_partitions(date, date)"),
    ]
