"""Applications and placements, and the threshold of what counts as a job."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import EvidenceStatus
from arraigo.casework.models import CaseFact, Due
from arraigo.core.models import Fact, Tracked
from arraigo.jobs.enums import LeftReason, Means, PlacementEvidence, PlacementKind, Still
from arraigo.jobs.querysets import (
    ApplicationQuerySet,
    PlacementQuerySet,
    RetentionCheckQuerySet,
)
from arraigo.jobs.retention.reading import Mark, marks_of

HOURS_IN_A_WEEK = 112  # 16 hours a day: more is a slip of the pen


class Application(CaseFact):
    """The person applied for a job, with help or on her own. It needs no vacancy record."""

    employer_name = models.CharField(_("empresa"), max_length=160)
    position = models.CharField(_("puesto"), max_length=120)
    means = models.CharField(_("medio"), max_length=12, choices=Means.choices)
    adult_seen = models.BooleanField(_("se vio que ya cumplió 18 años"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["person", "occurred_on"], name="application_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="application_names_job",
                condition=~Q(employer_name="") & ~Q(position=""),
                violation_error_message=_("Escriba la empresa y el puesto."),
            ),
            models.CheckConstraint(
                name="application_means_known",
                condition=Q(means__in=Means.values),
                violation_error_message=_("Escoja el medio de la lista."),
            ),
        ]


class PlacementThreshold(Tracked):
    """From when on how many hours a week, for how many months, make a job and not a casual one.

    Proposed 20 h a week expected for a month, or the first sale (indicator 7); below it the
    placement is an *ocupación ocasional*.
    """

    valid_from = models.DateField(_("desde"), unique=True)
    hours_per_week = models.PositiveSmallIntegerField(_("horas a la semana"))
    months = models.DecimalField(_("meses"), max_digits=3, decimal_places=1)
    source = models.CharField(_("fuente"), max_length=200)

    class Meta(Tracked.Meta):
        verbose_name = _("umbral de empleo")
        verbose_name_plural = _("umbrales de empleo")

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.hours_per_week} h"


class Placement(CaseFact):
    """A job or business the person started; `occurred_on` is its first day.

    `held_before`: she had it before the first service, so indicator 7 leaves it out. `abroad`:
    by regular labour mobility, counted apart. Whether it is occasional is computed from the
    threshold of the day it started: `PlacementQuerySet.with_occasional`.
    """

    kind = models.CharField(_("tipo"), max_length=12, choices=PlacementKind.choices)
    employer_name = models.CharField(_("empresa"), max_length=160, blank=True)
    position = models.CharField(_("puesto o negocio"), max_length=120)
    hours_per_week = models.PositiveSmallIntegerField(
        _("horas a la semana"),
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(HOURS_IN_A_WEEK)],
    )
    expected_months = models.DecimalField(
        _("meses que se espera"), max_digits=4, decimal_places=1, null=True
    )
    first_sale_on = models.DateField(_("primera venta"), null=True)
    held_before = models.BooleanField(_("ya lo tenía antes"), default=False)
    abroad = models.BooleanField(_("en el extranjero, por movilidad regular"), default=False)
    evidence = models.CharField(_("constancia"), max_length=10, choices=PlacementEvidence.choices)
    ended_on = models.DateField(_("terminó el"), null=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["person", "occurred_on"], name="placement_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="placement_kind_known",
                condition=Q(kind__in=PlacementKind.values),
                violation_error_message=_("Escoja el tipo de la lista."),
            ),
            models.CheckConstraint(
                name="placement_evidence_known",
                condition=Q(evidence__in=PlacementEvidence.values),
                violation_error_message=_("Diga qué lo muestra."),
            ),
            models.CheckConstraint(
                name="placement_job_whole",
                condition=~Q(kind=PlacementKind.EMPLOYED)
                | ~Q(employer_name="")
                & Q(hours_per_week__isnull=False, expected_months__isnull=False)
                & Q(first_sale_on=None),
                violation_error_message=_(
                    "Un empleo dice la empresa, las horas a la semana y los meses."
                ),
            ),
            models.CheckConstraint(
                name="placement_hours_possible",
                condition=Q(hours_per_week=None)
                | Q(hours_per_week__gte=1, hours_per_week__lte=HOURS_IN_A_WEEK),
                violation_error_message=_("Las horas a la semana van de 1 a 112."),
            ),
            models.CheckConstraint(
                name="placement_months_positive",
                condition=Q(expected_months=None) | Q(expected_months__gt=0),
                violation_error_message=_("Los meses son más que cero."),
            ),
            models.CheckConstraint(
                name="placement_sale_after_start",
                condition=Q(first_sale_on=None) | Q(first_sale_on__gte=F("occurred_on")),
                violation_error_message=_("La primera venta no es anterior al inicio."),
            ),
            models.CheckConstraint(
                name="placement_ends_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("occurred_on")),
                violation_error_message=_("No puede terminar antes de empezar."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("jobs:placement", args=[self.pk])

    @property
    def is_self_employment(self) -> bool:
        """Tell whether it is a business of her own."""
        return self.kind == PlacementKind.SELF_EMPLOYED

    def marks(self) -> list[Mark]:
        """Return what is known of it at each of its days, as `PlacementQuerySet.with_checks` read.

        Nothing for an annulled one.
        """
        return marks_of(self)


class RetentionCheck(CaseFact):
    """Whether a placement still lasts, so many `days` after it began (indicator 7).

    `occurred_on` is the day it was asked. `ended_it`: this answer ended the placement, so that
    annulling it takes the end back. What only the person says is declared, a paper or the word
    of the employer verifies it: `evidence_status`.
    """

    placement = models.ForeignKey(Placement, models.RESTRICT, related_name="checks", editable=False)
    due = models.ForeignKey(Due, models.RESTRICT, null=True, related_name="+", editable=False)
    days = models.PositiveSmallIntegerField(_("días"), editable=False)
    still = models.CharField(_("¿sigue trabajando?"), max_length=8, choices=Still.choices)
    evidence = models.CharField(
        _("constancia"), max_length=10, choices=PlacementEvidence.choices, blank=True
    )
    left_on = models.DateField(_("último día"), null=True)
    left_reason = models.CharField(
        _("por qué terminó"), max_length=10, choices=LeftReason.choices, blank=True
    )
    ended_it = models.BooleanField(default=False, editable=False)
    monthly_income = models.DecimalField(
        _("ingreso al mes"), max_digits=9, decimal_places=2, null=True
    )

    objects = RetentionCheckQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        verbose_name = _("verificación de permanencia")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["placement", "days"],
                condition=Q(annulled_at=None),
                name="one_retention_check_per_days",
                violation_error_message=_("Esta verificación ya está anotada."),
            ),
            models.CheckConstraint(
                name="retention_answer_known",
                condition=Q(still__in=Still.values),
                violation_error_message=_("Escoja una respuesta de la lista."),
            ),
            models.CheckConstraint(
                name="retention_says_who",
                condition=Q(still=Still.UNKNOWN, evidence="")
                | ~Q(still=Still.UNKNOWN) & Q(evidence__in=PlacementEvidence.values),
                violation_error_message=_("Diga quién lo confirmó."),
            ),
            models.CheckConstraint(
                name="retention_end_whole",
                condition=Q(
                    still=Still.LEFT, left_on__isnull=False, left_reason__in=LeftReason.values
                )
                | ~Q(still=Still.LEFT) & Q(left_on=None, left_reason="", ended_it=False),
                violation_error_message=_("Si ya no trabaja, diga hasta cuándo y por qué."),
            ),
            models.CheckConstraint(
                name="retention_end_before_asked",
                condition=Q(left_on=None) | Q(left_on__lte=F("occurred_on")),
                violation_error_message=_("El último día no es posterior a la pregunta."),
            ),
            models.CheckConstraint(
                name="retention_income_of_work",
                condition=Q(monthly_income=None)
                | Q(monthly_income__gte=0, still__in=[Still.YES, Still.CHANGED]),
                violation_error_message=_("El ingreso se anota solo si trabaja, y no es negativo."),
            ),
        ]

    @property
    def evidence_status(self) -> EvidenceStatus:
        """Return how sure the answer is."""
        shown = (PlacementEvidence.CONTRACT, PlacementEvidence.EMPLOYER)
        return EvidenceStatus.VERIFIED if self.evidence in shown else EvidenceStatus.DECLARED
