"""The key tables of search by words; `arraigo migrate` then fills them (`people.search.rebuild`)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_received_lists")]

    operations = [
        migrations.DeleteModel(name="SearchKey"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("key", models.BigIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchClue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "word_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("word_id", models.IntegerField()),
                ("distance", models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(db_index=True)),
                ("scheme", models.SmallIntegerField()),
                (
                    "fragments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["fragments"], name="entry_fragments"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "entry_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.IntegerField()),
                ("entry_id", models.IntegerField(db_index=True)),
            ],
        ),
    ]
