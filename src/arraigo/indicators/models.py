"""Indicator definitions: data with versions and dates, never constants in code."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from arraigo.core.models import Tracked
from arraigo.indicators.enums import Counted
from arraigo.organizations.models import Organization


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Reads of definitions."""

    def in_force(self, on: date) -> Self:
        """Return the definitions in force on a date, variants included, in their order."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on
        ).select_related("funder")

    def main(self) -> Self:
        """Return the indicators themselves, without their variants."""
        return self.filter(variant="")


class Indicator(Tracked):
    """One version of one indicator's definition, or of a labelled variant of it.

    `query` names the SQL rule in `indicators/sql` whose rows are the facts; `parameters` are
    its own settings and `funder` whose money it looks at (none: anybody's). `counted` says
    which column the figure counts once, `denominator_query` which rule gives the whole.
    """

    code = models.SlugField(_("código"), max_length=8)
    variant = models.SlugField(_("variante"), max_length=20, blank=True)
    variant_label = models.CharField(_("nombre de la variante"), max_length=60, blank=True)
    version = models.PositiveSmallIntegerField(_("versión"), default=1)
    order = models.PositiveSmallIntegerField(_("orden"))
    title = models.CharField(_("título"), max_length=200)
    unit = models.CharField(_("unidad"), max_length=60)
    counts = models.TextField(_("qué cuenta"))
    numerator = models.TextField(_("numerador"))
    denominator = models.TextField(_("denominador"), blank=True)
    evidence = models.TextField(_("evidencia"))
    counting_rules = models.TextField(_("reglas de conteo"))
    source = models.TextField(_("fuente"))
    query = models.SlugField(_("regla"), max_length=60)
    denominator_query = models.SlugField(_("regla del denominador"), max_length=60, blank=True)
    parameters = models.JSONField(_("parámetros"), default=dict, blank=True)
    counted = models.CharField(
        _("qué se cuenta una vez"),
        max_length=12,
        choices=Counted.choices,
        default=Counted.PERSON,
    )
    funder = models.ForeignKey(
        Organization,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("financiador"),
    )
    valid_from = models.DateField(_("vigente desde"))
    valid_until = models.DateField(_("vigente hasta"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering: ClassVar[list[str]] = ["order", "variant"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "variant", "version"],
                name="indicator_version_once",
                violation_error_message=_("Esa versión del indicador ya existe."),
            ),
            ExclusionConstraint(
                name="indicator_one_version_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("variant", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Ya hay otra versión vigente en esas fechas."),
            ),
            models.CheckConstraint(
                name="indicator_rules_are_names",
                condition=Q(query__regex=r"^[a-z0-9_]+$")
                & Q(denominator_query__regex=r"^[a-z0-9_]*$"),
                violation_error_message=_("La regla es el nombre de un archivo de reglas."),
            ),
            models.CheckConstraint(
                name="indicator_variant_labelled",
                condition=Q(variant="", variant_label="") | (~Q(variant="") & ~Q(variant_label="")),
                violation_error_message=_("Una variante necesita su nombre."),
            ),
            models.CheckConstraint(
                name="indicator_counted_known",
                condition=Q(counted__in=Counted.values),
                violation_error_message=_("Escoja qué se cuenta una vez."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the short name of the figure: "8", or "8 · con facilitadas"."""
        return f"{self.code} · {self.variant_label}" if self.variant else self.code

    def is_in_force(self, on: date) -> bool:
        """Tell whether it is the definition of that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def counts_facts(self) -> bool:
        """Tell whether its figure counts facts (activities, follow-ups), not persons."""
        return self.counted == Counted.FACT
