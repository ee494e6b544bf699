"""What the approval of a monthly report freezes: its figures, their facts and its narrative."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.coordination.enums import ActivityEvidence, ActivityKind
from arraigo.core import clock
from arraigo.core.models import AppendOnly
from arraigo.indicators.lines import Figure, VariantFigure
from arraigo.indicators.models import Indicator
from arraigo.reports.models.report import FROZEN, NARRATIVES, MonthlyReport

_FROZEN_ONCE = (
    "IF EXISTS (SELECT FROM reports_monthlyreport WHERE id = NEW.report_id"
    " AND state = 'aprobado') THEN {refuse} END IF; RETURN NEW;"
)


def _refuse_after_approval() -> list[pgtrigger.Trigger]:
    """Return the triggers of a frozen list: filled before the approval, then never touched."""
    return [
        pgtrigger.Trigger(
            name="frozen",
            level=pgtrigger.Row,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=FROZEN,
        ),
        pgtrigger.Trigger(
            name="frozen_once",
            level=pgtrigger.Row,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=_FROZEN_ONCE.format(refuse=FROZEN),
        ),
    ]


class ReportFigure(AppendOnly):
    """A figure as it stood when the report was approved."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="+")
    value = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True)
    variants = models.JSONField(default=list)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = _refuse_after_approval()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "indicator"], name="report_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"

    def as_figure(self) -> Figure:
        """Return it as the rules compute figures."""
        variants = tuple(VariantFigure(**variant) for variant in self.variants)
        return Figure(self.value, self.denominator, variants)


class ReportFact(AppendOnly):
    """A fact behind a frozen figure: bare ids, so that no name outlives the right to it.

    Each fact freezes once, at its first approval (counting rules). `turn` counts its comings
    and goings: 1 when it is first counted; 2 when a later report takes it away, because it was
    annulled or corrected; 3 if it counts again. A constraint holds each turn once. `adjusts`
    is the approved report whose month an adjustment belongs to; `whole` says that the fact is
    of the denominator.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="facts")
    indicator_code = models.CharField(max_length=8)
    variant = models.CharField(max_length=20, blank=True)
    whole = models.BooleanField(default=False)
    adjusts = models.UUIDField(null=True)
    turn = models.PositiveSmallIntegerField(default=1)
    person_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    fact_table = models.CharField(max_length=63)
    fact_id = models.UUIDField()
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(null=True)
    office_id = models.BigIntegerField()
    recorded_by = models.BigIntegerField(null=True)
    award_id = models.BigIntegerField(null=True)
    service_id = models.UUIDField(null=True)
    evidence = models.CharField(max_length=20)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = _refuse_after_approval()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["report", "indicator_code", "variant", "occurred_on", "fact_id"],
                name="report_fact_list",
            ),
            models.Index(
                fields=["adjusts"], name="report_fact_adjusts", condition=Q(adjusts__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["indicator_code", "variant", "whole", "fact_table", "fact_id",
                        "person_id", "turn"],
                nulls_distinct=False,
                name="report_fact_freezes_once",
                violation_error_message=_("Un hecho ya está en otro informe aprobado."),
            ),
            models.CheckConstraint(
                name="report_fact_taken_away_by_adjustment",
                condition=Q(adjusts__isnull=False) | Q(Exact(Mod(F("turn"), 2), 1)),
                violation_error_message=_("Sólo un ajuste quita un hecho ya contado."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.fact_table} {self.fact_id}"

    @property
    def is_counted(self) -> bool:
        """Tell whether this turn counts the fact; otherwise it takes it away."""
        return self.turn % 2 == 1


class ReportAdjustment(AppendOnly):
    """What changed in a figure of an approved month, written in a later report.

    The approved month itself never changes. `change` is in the figure's own unit; the facts
    that came and went are in the report's list of facts.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="adjustments")
    adjusted = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.RESTRICT, related_name="+")
    whole = models.BooleanField(default=False)
    change = models.IntegerField()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = _refuse_after_approval()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "adjusted", "indicator", "whole"], name="report_adjustment_once"
            ),
            models.CheckConstraint(
                name="report_adjusts_another",
                condition=~Q(report=F("adjusted")),
                violation_error_message=_("Un informe no se ajusta a sí mismo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.change:+d}"


class ReportActivity(AppendOnly):
    """A meeting or event that the author attended, as it stood when the report was approved."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="activities")
    activity_id = models.UUIDField()
    occurred_on = models.DateField()
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True)
    evidence = models.CharField(max_length=8, choices=ActivityEvidence.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["occurred_on", "activity_id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = _refuse_after_approval()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "activity_id"], name="report_activity_once")
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.kind}"


class ReportErrand(AppendOnly):
    """An errand that the author did, as it stood when the report was approved.

    A report leaves the office of the files: one about a case is told without its words.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="errands")
    answer_id = models.UUIDField()
    occurred_on = models.DateField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["occurred_on", "answer_id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = _refuse_after_approval()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "answer_id"], name="report_errand_once")
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.title}"

    @property
    def words(self) -> str:
        """Return what was done, as the report says it."""
        return self.title or gettext("Sobre un caso")


class ReportNote(AppendOnly):
    """A note of the month that the author took into a text of her report: its bare id."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="notes")
    note_id = models.UUIDField()
    narrative = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "note_id", "narrative"],
                name="report_note_once",
                violation_error_message=_("Esa nota ya está en el texto."),
            ),
            models.CheckConstraint(
                name="report_note_in_a_narrative",
                condition=Q(narrative__in=NARRATIVES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.narrative} {self.note_id}"
