"""Authorisations and the log of their steps."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
import arraigo.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_contracts_certificates"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Authorisation",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("desplazamiento", "Desplazamiento"),
                            ("reunion_capital", "Reunión en la capital"),
                            ("evento", "Evento"),
                            ("gasto", "Gasto"),
                            ("ausencia", "Ausencia"),
                        ],
                        max_length=16,
                        verbose_name="tipo",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="desde")),
                ("ends_on", models.DateField(verbose_name="hasta")),
                ("reason", models.CharField(max_length=400, verbose_name="para qué")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="monto"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("solicitada", "Solicitada"),
                            ("autorizada", "Autorizada"),
                            ("devuelta", "Devuelta"),
                            ("denegada", "Denegada"),
                        ],
                        default="solicitada",
                        max_length=12,
                        verbose_name="estado",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="territory.office",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="authorisations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "autorización",
                "verbose_name_plural": "autorizaciones",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["office", "state", "starts_on"], name="authorisation_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "desplazamiento",
                                    "reunion_capital",
                                    "evento",
                                    "gasto",
                                    "ausencia",
                                ],
                            )
                        ),
                        name="authorisation_kind_known",
                        violation_error_message="Escoja el tipo de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="authorisation_ends_after_start",
                        violation_error_message="La fecha final es anterior a la inicial.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="authorisation_amount_positive",
                        violation_error_message="El monto es mayor que cero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "gasto"), _negated=True),
                            ("amount__isnull", False),
                            _connector="OR",
                        ),
                        name="authorisation_expense_has_amount",
                        violation_error_message="Un gasto dice cuánto.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "solicitada")
                            ),
                            models.Q(
                                models.Q(("state", "solicitada"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="authorisation_decided_whole",
                        violation_error_message="Falta quién decidió o cuándo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="authorisation_decided_by_another",
                        violation_error_message="Nadie se autoriza a sí mismo.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorisationStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("solicitar", "Solicitada"),
                            ("autorizar", "Autorizada"),
                            ("devolver", "Devuelta con comentario"),
                            ("denegar", "Denegada"),
                            ("reenviar", "Corregida y enviada de nuevo"),
                        ],
                        max_length=12,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField(default=arraigo.core.clock.now)),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="steps",
                        to="contracts.authorisation",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
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
                            models.Q(("name__in", ["devolver", "denegar"]), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="authorisation_refusal_has_comment",
                        violation_error_message="Escriba por qué.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorisation",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="74749cb88c1a9d5ac7fb129102d0b7dc7770dda3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ed5d3",
                    table="contracts_authorisation",
                    when="AFTER",
                ),
            ),
        ),
    ]
