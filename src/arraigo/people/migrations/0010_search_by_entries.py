"""Words, what they are met by, and one row for each person found.

`arraigo migrate` then fills them (`people.search.rebuild`).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Functions, because their plans are kept. Their own settings keep those plans to the indexes:
# how many rows an array of keys will meet, the planner cannot know.
FUNCTIONS = """
CREATE FUNCTION people_words_near(
    clues bigint[], places int[], distances int[], chances float[], most int
) RETURNS TABLE (place int, word_id int, distance int, persons int)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT place, word_id, distance, persons FROM (
        SELECT *, row_number() OVER (
            PARTITION BY place ORDER BY persons * chances[distance + 1] DESC, shared DESC
        ) AS likeliest
        FROM (
            SELECT *, (SELECT persons FROM people_searchword WHERE id = word_id) AS persons
            FROM (
                SELECT place, clue.word / 8 AS word_id, count(*) AS shared,
                    min(greatest(typed.distance, clue.word % 8)) AS distance
                FROM unnest(clues, places, distances) AS typed(key, place, distance)
                JOIN people_searchclue clue USING (key) GROUP BY 1, 2
            ) met
        ) counted
    ) ranked
    WHERE likeliest <= most ORDER BY place, likeliest;
END $$;

CREATE FUNCTION people_with_keys(sought int[], of_holders int[], most int)
RETURNS TABLE (person_id uuid, words int[])
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    IF of_holders IS NULL THEN
        RETURN QUERY SELECT person_id, words FROM people_searchentry
        WHERE keys && sought LIMIT most;
    ELSE
        RETURN QUERY SELECT person_id, words FROM people_searchentry
        WHERE keys && sought AND holders && of_holders LIMIT most;
    END IF;
END $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION people_with_keys(int[], int[], int);
DROP FUNCTION people_words_near(bigint[], int[], int[], float[], int);
"""


def numbers() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_scope_by_lookup")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("key", models.BigIntegerField(unique=True)),
                ("persons", models.IntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="SearchClue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "word",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("word", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(db_index=True)),
                ("scheme", models.SmallIntegerField()),
                ("words", numbers()),
                ("keys", numbers()),
                ("holders", numbers()),
                ("fragments", numbers()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys", "holders"], name="entry_keys"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["fragments", "holders"], name="entry_fragments"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    ]
