"""Complaints, sealed, under their own policies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models
from arraigo.public.complaints.policies import protect_complaints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_users_memberships"),
        ("people", "0001_persons_scope_consent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
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
                    "number",
                    models.CharField(
                        editable=False, max_length=12, unique=True, verbose_name="número"
                    ),
                ),
                ("receipt_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("pagina", "Esta página"),
                            ("telefono", "Teléfono"),
                            ("papel", "Buzón o papel"),
                            ("persona", "En persona"),
                        ],
                        default="pagina",
                        max_length=10,
                        verbose_name="cómo llegó",
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recibida", "Recibida"),
                            ("en_atencion", "En atención"),
                            ("cerrada", "Cerrada"),
                        ],
                        default="recibida",
                        max_length=12,
                        verbose_name="estado",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("acknowledged_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "queja",
                "verbose_name_plural": "quejas",
                "indexes": [
                    models.Index(fields=["-received_at", "-id"], name="complaint_received"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at", None),
                                ("closed_at", None),
                                ("state", "recibida"),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("closed_at", None),
                                ("state", "en_atencion"),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("closed_at__isnull", False),
                                ("state", "cerrada"),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_state_and_moments",
                        violation_error_message="Falta cuándo se dio acuse o se cerró.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("leer", "La leyó"),
                            ("atender", "Dio acuse y la atiende"),
                            ("cerrar", "La cerró"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=arraigo.core.clock.now)),
                ("sealed_note", models.BinaryField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="events",
                        to="public.complaint",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ComplaintKey",
            fields=[
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="public.complaint",
                    ),
                ),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        *protect_complaints(),
    ]
