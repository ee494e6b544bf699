"""Learnt parameters, runs of the bulk comparison, keys of candidates, the comparison elsewhere."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
from arraigo.people.linkage.elsewhere import (
    AGREE_FUNCTION,
    ALL_ANSWER,
    DROP_AGREE_FUNCTION,
    silence,
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_merges_and_matches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkageKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("person_id", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="LinkageModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("parameters", models.JSONField()),
                ("learnt_from", models.CharField(max_length=120)),
                ("records", models.PositiveIntegerField()),
                ("learnt_at", models.DateTimeField(default=arraigo.core.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LinkageRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "En marcha"),
                            ("done", "Terminada"),
                            ("failed", "Se detuvo"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField(default=arraigo.core.clock.now)),
                ("touched_at", models.DateTimeField(default=arraigo.core.clock.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("model_version", models.CharField(blank=True, max_length=40)),
                ("records", models.PositiveIntegerField(default=0)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("parts_done", models.PositiveSmallIntegerField(default=0)),
                ("pairs", models.PositiveIntegerField(default=0)),
                ("pairs_done", models.PositiveIntegerField(default=0)),
                ("proposed", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=80)),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("state",),
                        name="one_linkage_at_a_time",
                        violation_error_message="Ya hay una comparación en marcha.",
                    ),
                ],
            },
        ),
        migrations.RunSQL([silence(ALL_ANSWER), AGREE_FUNCTION], DROP_AGREE_FUNCTION),
    ]
