"""Departments, municipalities and offices."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.core.derived import Derived
from arraigo.core.models import Tracked
from arraigo.core.text import fold, sort_key


class Department(Derived):
    """One of the 22 departments, by its INE code.

    `pcode` is OCHA's code. It often looks like "GT" and the INE code, but is never derived
    from it: the two disagree for some municipalities.
    """

    code_ine = models.CharField(_("código INE"), max_length=2, primary_key=True)
    pcode = models.CharField(_("código OCHA"), max_length=4, unique=True)
    iso_code = models.CharField(_("código ISO 3166-2"), max_length=5, unique=True)
    name = models.CharField(_("nombre"), max_length=60, unique=True)
    sort_key = models.CharField(max_length=60, editable=False)

    class Meta:
        verbose_name = _("departamento")
        verbose_name_plural = _("departamentos")
        ordering: ClassVar[list[str]] = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name."""
        return {"sort_key": sort_key(self.name)}


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Ways to find municipalities."""

    def by_name(self, name: str, department: Department | str | None = None) -> Self:
        """Return those called `name`, officially or by another name, accents apart.

        Six names repeat across departments, so more than one row may come back: narrow by
        `department` (or its INE code), or let a person choose.
        """
        named = self.filter(folded_names__contains=[fold(name)])
        return named if department is None else named.filter(department=department)

    def for_office(self, office: Office) -> Self:
        """Return those that `office` covers."""
        return self.filter(offices=office)


class Municipality(Derived):
    """One of the 340 municipalities, by its INE code.

    The codes come from two sources and are never derived from each other: GT0206 is Sanarate
    for OCHA, 0206 is Sansare for INE.
    """

    code_ine = models.CharField(_("código INE"), max_length=4, primary_key=True)
    pcode = models.CharField(_("código OCHA"), max_length=6, unique=True)
    department = models.ForeignKey(
        Department, models.RESTRICT, related_name="municipalities", verbose_name=_("departamento")
    )
    name = models.CharField(_("nombre"), max_length=80)
    aliases = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("otros nombres")
    )
    population_2018 = models.PositiveIntegerField(_("población, censo 2018"))
    latitude = models.DecimalField(_("latitud"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitud"), max_digits=8, decimal_places=5)
    sort_key = models.CharField(max_length=80, editable=False)
    folded_names = ArrayField(models.CharField(max_length=80), default=list, editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipio")
        verbose_name_plural = _("municipios")
        ordering: ClassVar[list[str]] = ["sort_key", "code_ine"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["department", "name"],
                name="municipality_name_once_per_department",
                violation_error_message=_("Ese departamento ya tiene un municipio así llamado."),
            ),
            models.CheckConstraint(
                condition=models.Q(code_ine__startswith=models.F("department")),
                name="municipality_code_of_its_department",
                violation_error_message=_(
                    "El código INE del municipio empieza con el de su departamento."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name, and all its names as they are searched."""
        names = [self.name, *self.aliases]
        return {"sort_key": sort_key(self.name), "folded_names": [fold(name) for name in names]}


class Office(Tracked, Derived):
    """A place the programme works from, and the municipalities it covers.

    `code` opens every case code given there, so it never changes.
    """

    code = models.CharField(_("código"), max_length=3, unique=True)
    name = models.CharField(_("nombre"), max_length=80, unique=True)
    municipality = models.ForeignKey(
        Municipality, models.RESTRICT, related_name="seats", verbose_name=_("sede")
    )
    municipalities = models.ManyToManyField(
        Municipality, related_name="offices", verbose_name=_("municipios que cubre")
    )
    is_active = models.BooleanField(_("en funciones"), default=True)
    sort_key = models.CharField(max_length=80, editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("oficina")
        verbose_name_plural = _("oficinas")
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{3}$"),
                name="office_code_three_capitals",
                violation_error_message=_("El código de la oficina son tres letras mayúsculas."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the name."""
        return {"sort_key": sort_key(self.name)}
