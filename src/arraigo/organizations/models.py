"""Organizations of every kind, and the awards that pay for what they do."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from arraigo.core.derived import Derived
from arraigo.core.models import Tracked
from arraigo.core.text import fold, sort_key
from arraigo.organizations.enums import OrganizationKind
from arraigo.territory.models import Municipality


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Ways to find organizations."""

    def active(self) -> Self:
        """Return those still working."""
        return self.filter(is_active=True)

    def of_kind(self, *kinds: OrganizationKind) -> Self:
        """Return those of any of `kinds`."""
        return self.filter(kind__in=kinds)

    def search(self, text: str) -> Self:
        """Return those whose name or short name contains every word, accents apart."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found


class Organization(Tracked, Derived):
    """An institution: who runs, pays, trains, employs, refers or receives.

    `registered_email` and `registered_phone` are the registered contact: one-time codes go
    there and nowhere else.
    `code` names the few rows that rules and data refer to (`us-gov`, `mintrab`).
    """

    code = models.SlugField(_("código"), max_length=30, unique=True, null=True, blank=True)
    name = models.CharField(_("nombre"), max_length=200, unique=True)
    short_name = models.CharField(_("nombre corto"), max_length=60, blank=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=OrganizationKind)
    municipality = models.ForeignKey(
        Municipality,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("municipio"),
    )
    registered_email = models.EmailField(_("correo registrado"), blank=True)
    registered_phone = PhoneNumberField(_("teléfono registrado"), blank=True)
    website = models.URLField(_("sitio web"), blank=True)
    is_active = models.BooleanField(_("activa"), default=True)
    is_training = models.BooleanField(_("dato de capacitación"), default=False)
    source = models.TextField(_("fuente"), blank=True)
    sort_key = models.CharField(max_length=230, editable=False)
    search_text = models.TextField(editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values),
                name="organization_kind_known",
                violation_error_message=_("Escoja el tipo de organización de la lista."),
            ),
            models.CheckConstraint(
                condition=models.Q(code=None) | ~models.Q(code=""),
                name="organization_code_null_or_given",
                violation_error_message=_("Si no hay código, déjelo vacío."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        """Turn the empty code of a form into none, so that several may have none."""
        super().clean()
        self.code = self.code or None

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name, and the names as they are searched."""
        return {
            "sort_key": sort_key(self.name),
            "search_text": fold(f"{self.name} {self.short_name}"),
        }


class AwardQuerySet(models.QuerySet["Award"]):
    """Ways to find awards."""

    def running(self, on: date) -> Self:
        """Return those in force on a date, both ends included."""
        return self.filter(starts_on__lte=on).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        )


class Award(Tracked):
    """Money from a funder under one title: what is delivered is charged to it."""

    code = models.CharField(_("código"), max_length=40, unique=True)
    title = models.CharField(_("título"), max_length=200)
    funder = models.ForeignKey(
        Organization, models.RESTRICT, related_name="awards", verbose_name=_("financiador")
    )
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"), null=True, blank=True)
    is_training = models.BooleanField(_("dato de capacitación"), default=False)

    objects = AwardQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("subvención")
        verbose_name_plural = _("subvenciones")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="award_ends_after_start",
                violation_error_message=_("La subvención no puede terminar antes de empezar."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"
