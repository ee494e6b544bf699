"""The monthly report and what was decided about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, days
from arraigo.indicators.periods import Period
from arraigo.reports.enums import OPEN_STATES, STATE_KINDS, DecisionName, ReportState
from arraigo.reports.querysets import ReportQuerySet
from arraigo.territory.models import Office

NARRATIVES = ("good_practices", "challenges", "results")

#: What a trigger answers to whoever changes an approved report.
FROZEN = "RAISE EXCEPTION 'arraigo: un informe aprobado ya no cambia' USING ERRCODE = '23514';"


class MonthlyReport(Tracked):
    """What a promotor/a did in a period: computed figures and three narratives.

    `version` counts the changes of the narratives; whoever saves an older one is told so.
    Approved, it never changes again: a trigger refuses it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="reports",
        verbose_name=_("autor/a"),
    )  # fmt: skip
    office = models.ForeignKey(
        Office, models.RESTRICT, related_name="reports", verbose_name=_("oficina")
    )
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"))
    state = models.CharField(
        _("estado"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    good_practices = models.TextField(_("Buenas prácticas"), blank=True)
    challenges = models.TextField(_("Desafíos operativos"), blank=True)
    results = models.TextField(_("Resultados alcanzados"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    compared_with = models.ForeignKey(
        "self", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("informe mensual")
        verbose_name_plural = _("informes mensuales")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="approved_is_final",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'aprobado'"),
                func=f"IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD THEN {FROZEN} END IF;"
                " RETURN NEW;",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "state", "-starts_on"], name="report_review")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["author", "starts_on"],
                name="report_once_per_period",
                violation_error_message=_("Ya hay un informe que empieza en esa fecha."),
            ),
            ExclusionConstraint(
                name="report_periods_do_not_overlap",
                expressions=[
                    ("author", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ya hay un informe de días de ese periodo."),
            ),
            models.CheckConstraint(
                name="report_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("El periodo no puede terminar antes de empezar."),
            ),
            models.CheckConstraint(
                name="report_state_known",
                condition=Q(state__in=ReportState.values),
                violation_error_message=_("El estado no existe."),
            ),
            models.CheckConstraint(
                name="report_never_decided_by_its_author",
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")),
                violation_error_message=_("Nadie revisa su propio informe."),
            ),
            models.CheckConstraint(
                name="report_approved_whole",
                condition=(
                    Q(state=ReportState.APPROVED, decided_by__isnull=False,
                      decided_at__isnull=False, sha256__regex=r"^[0-9a-f]{64}$")
                    | ~Q(state=ReportState.APPROVED) & Q(sha256="")
                ),
                violation_error_message=_("Un informe aprobado dice quién, cuándo y su huella."),
            ),
            models.CheckConstraint(
                name="report_sent_with_narratives",
                condition=Q(state__in=OPEN_STATES) | ~Q(good_practices="") & ~Q(challenges=""),
                violation_error_message=_("Faltan las buenas prácticas o los desafíos."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("reports:detail", args=[self.pk])

    @property
    def period(self) -> Period:
        """Return the dates it covers."""
        return Period(self.starts_on, self.ends_on)

    @property
    def title(self) -> str:
        """Return its name: "Informe mensual de octubre de 2026"."""
        if self.period.is_month:
            return gettext("Informe mensual de %(month)s") % {"month": self.period.label}
        return gettext("Informe mensual %(period)s") % {"period": self.period.label}

    @property
    def is_open(self) -> bool:
        """Tell whether its author may still write in it."""
        return self.state in OPEN_STATES

    @property
    def is_approved(self) -> bool:
        """Tell whether its figures are frozen."""
        return self.state == ReportState.APPROVED

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info, warn or wait."""
        return STATE_KINDS[ReportState(self.state)]

    @property
    def missing_narratives(self) -> list[str]:
        """Return the required narratives that are still empty."""
        return [name for name in ("good_practices", "challenges") if not getattr(self, name)]


class ReportDecision(AppendOnly):
    """One step of a report: who sent, returned or approved it, when and with which words."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="decisions")
    name = models.CharField(max_length=10, choices=DecisionName.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    comment = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="report_returned_with_comment",
                condition=~Q(name=DecisionName.RETURN) | ~Q(comment=""),
                violation_error_message=_("Escriba qué hay que corregir."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"
