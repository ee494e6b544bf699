"""Services: what, whose, where, for whom, at what cost, and when somebody last verified it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from arraigo.core import clock
from arraigo.core.derived import Derived
from arraigo.core.models import Tracked, field_id, not_in_future
from arraigo.core.text import fold, sort_key
from arraigo.directory.enums import AssistanceClass, Freshness, Modality, ServiceKind
from arraigo.organizations.enums import OrganizationKind
from arraigo.organizations.models import Organization
from arraigo.territory.models import Municipality

FRESH_FOR = timedelta(days=90)
SUGGESTED_FOR = timedelta(days=180)


class ServiceTypeQuerySet(models.QuerySet["ServiceType"]):
    """Ways to choose service types."""

    def for_employment(self) -> Self:
        """Return the types whose referrals count for employment (indicator 1)."""
        return self.filter(employment=True)

    def assistance(self) -> Self:
        """Return the types whose deliveries count as assistance (indicator 8)."""
        return self.filter(counts_as_assistance=True)


class ServiceQuerySet(models.QuerySet["Service"]):
    """Ways to find services."""

    def active(self) -> Self:
        """Return those offered now, by an organization still working."""
        return self.filter(is_active=True, organization__is_active=True)

    def with_names(self) -> Self:
        """Return the same services with what a list shows, in one query."""
        return self.select_related("organization", "type", "municipality__department")

    def of_type(self, code: str) -> Self:
        """Return those of the type with this code."""
        return self.filter(type=code)

    def own_counselling(self) -> Service | None:
        """Return the counselling that the implementing organisation gives; None if none is."""
        offered = self.active().of_type(ServiceKind.COUNSELLING)
        own = offered.filter(organization__kind=OrganizationKind.IMPLEMENTER)
        return own.order_by("is_training", "sort_key", "pk").first()

    def free(self) -> Self:
        """Return those known to cost the person nothing."""
        return self.filter(is_free=True)

    def reaching(self, municipality: Municipality) -> Self:
        """Return those given in the municipality, covering it, or national (no coverage)."""
        coverage = self.model.coverage.through.objects.filter(service=models.OuterRef("pk"))
        return self.filter(
            models.Q(municipality=municipality)
            | models.Exists(coverage.filter(municipality=municipality))
            | ~models.Exists(coverage)
        )

    def verified_since(self, day: date) -> Self:
        """Return those somebody verified on `day` or later."""
        return self.filter(verified_on__gte=day)

    def suggested_for(self, municipality: Municipality, on: date | None = None) -> Self:
        """Return what may be suggested to a person of the municipality on a date (today).

        Active, verified within 180 days and reaching the municipality; first those given
        there, then by name.
        """
        on = on or clock.today()
        return (
            self.active()
            .verified_since(on - SUGGESTED_FOR)
            .reaching(municipality)
            .alias(elsewhere=models.Case(models.When(municipality=municipality, then=0), default=1))
            .order_by("elsewhere", "sort_key", "pk")
        )

    def search(self, text: str) -> Self:
        """Return those in which every word occurs, accents apart.

        Looks in the name, description, requirements and place of the service and in the names
        of its organization.
        """
        found = self
        for word in fold(text).split():
            found = found.filter(
                models.Q(search_text__contains=word)
                | models.Q(organization__search_text__contains=word)
            )
        return found


class ServiceType(Derived):
    """A type of service, and what it means for the indicators.

    `employment`: a referral to it counts for indicator 1. `assistance_class` and
    `counts_as_assistance`: whether a delivery of it counts for indicator 8, and as what.
    """

    code = models.SlugField(_("código"), max_length=30, primary_key=True)
    name = models.CharField(_("nombre"), max_length=60, unique=True)
    employment = models.BooleanField(_("para el empleo"), default=False)
    assistance_class = models.CharField(
        _("clase de asistencia"),
        max_length=15,
        choices=AssistanceClass,
        default=AssistanceClass.NONE,
    )
    counts_as_assistance = models.BooleanField(_("cuenta como asistencia"), default=False)
    sort_key = models.CharField(max_length=70, editable=False)

    objects = ServiceTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tipo de servicio")
        verbose_name_plural = _("tipos de servicio")
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(assistance_class__in=AssistanceClass.values),
                name="servicetype_class_known",
                violation_error_message=_("Escoja la clase de asistencia de la lista."),
            ),
            models.CheckConstraint(
                condition=models.Q(counts_as_assistance=False)
                | ~models.Q(assistance_class=AssistanceClass.NONE),
                name="servicetype_assistance_has_class",
                violation_error_message=_(
                    "Lo que cuenta como asistencia es de recepción o de reintegración."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name."""
        return {"sort_key": sort_key(self.name)}


class Service(Tracked, Derived):
    """Something an organization offers. Without coverage it is offered in the whole country.

    What nobody knows stays empty: `is_free` is None and `modality` blank until verified.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    organization = models.ForeignKey(
        Organization, models.RESTRICT, related_name="services", verbose_name=_("organización")
    )
    name = models.CharField(_("nombre"), max_length=160)
    type = models.ForeignKey(
        ServiceType, models.RESTRICT, related_name="services", verbose_name=_("tipo")
    )
    description = models.TextField(_("descripción"), blank=True)
    modality = models.CharField(_("modalidad"), max_length=12, choices=Modality, blank=True)
    is_free = models.BooleanField(_("gratis"), null=True, blank=True)
    cost = models.TextField(_("costo"), blank=True)
    schedule = models.TextField(_("horario"), blank=True)
    address = models.TextField(_("dirección"), blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("municipio"),
    )
    coverage = models.ManyToManyField(
        Municipality,
        blank=True,
        related_name="services_covering",
        verbose_name=_("municipios que cubre"),
    )
    requirements = ArrayField(
        models.TextField(), default=list, blank=True, verbose_name=_("requisitos")
    )
    documents = ArrayField(
        models.TextField(), default=list, blank=True, verbose_name=_("qué llevar")
    )
    contact_email = models.EmailField(_("correo"), blank=True)
    contact_phone = PhoneNumberField(_("teléfono"), blank=True)
    verified_on = models.DateField(
        _("verificado el"), null=True, blank=True, validators=[not_in_future]
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verificado por"),
    )
    is_active = models.BooleanField(_("activo"), default=True)
    is_training = models.BooleanField(_("dato de capacitación"), default=False)
    source = models.TextField(_("fuente"), blank=True)
    sort_key = models.CharField(max_length=180, editable=False)
    search_text = models.TextField(editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("servicio")
        verbose_name_plural = _("servicios")
        ordering: ClassVar[list[str]] = ["sort_key", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "name", "municipality"],
                nulls_distinct=False,
                name="service_once_per_place",
                violation_error_message=_(
                    "Esa organización ya tiene un servicio así llamado en ese municipio."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by=None) | models.Q(verified_on__isnull=False),
                name="service_verified_by_on_a_date",
                violation_error_message=_("Diga en qué fecha se verificó."),
            ),
            models.CheckConstraint(
                condition=models.Q(modality__in=["", *Modality.values]),
                name="service_modality_known",
                violation_error_message=_("Escoja la modalidad de la lista."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_key", "id"], name="service_list")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the service's card."""
        return reverse("directory:service", args=[self.pk])

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name, and the text that is searched."""
        place = self.municipality.name if self.municipality else ""
        words = [self.name, self.description, *self.requirements, place, self.address]
        return {"sort_key": sort_key(self.name), "search_text": fold(" ".join(words))}

    @property
    def days_since_verified(self) -> int | None:
        """Return the days since somebody verified the service, None if nobody ever did."""
        return None if self.verified_on is None else (clock.today() - self.verified_on).days

    @property
    def freshness(self) -> Freshness:
        """Return fresh up to 90 days after verification, amber up to 180, stale after or never."""
        days = self.days_since_verified
        if days is None or days > SUGGESTED_FOR.days:
            return Freshness.STALE
        return Freshness.AMBER if days > FRESH_FOR.days else Freshness.FRESH

    @property
    def verification(self) -> str:
        """Return when it was last verified, in words: "Verificado hace 23 días"."""
        days = self.days_since_verified
        if days is None:
            return gettext("Nadie lo ha verificado")
        if days <= 0:
            return gettext("Verificado hoy")
        return ngettext("Verificado hace %(days)d día", "Verificado hace %(days)d días", days) % {
            "days": days
        }
