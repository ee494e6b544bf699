"""Two files side by side: field by field, what agrees and what does not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core.text import fold
from arraigo.people.cui import grouped
from arraigo.people.enums import Sex
from arraigo.people.merging.actions import FIELDS
from arraigo.people.models import ContactPoint, Person, ReturnEvent
from arraigo.territory.models import Municipality


@dataclass(frozen=True)
class Compared:
    """One line of the comparison; `agrees` is None where one of the files does not say."""

    name: str
    label: str | Promise
    one: str
    other: str
    agrees: bool | None

    @property
    def status(self) -> tuple[str, str | Promise]:
        """Return how the line is marked: its kind and its words."""
        if self.agrees is None:
            return "info", _("Falta un dato")
        return ("ok", _("Coincide")) if self.agrees else ("warn", _("Distinto"))


def label_of(name: str) -> str | Promise:
    """Return what a field of a person is called on screen."""
    field: Any = Person._meta.get_field(name)
    return str(field.verbose_name).capitalize() if name != "cui" else str(field.verbose_name)


def shown(name: str, value: Any) -> str:
    """Return a value of a person's field, or of its column, as a page shows it."""
    if name == "sex":
        return str(Sex(value).label)
    if name == "cui":
        return grouped(value)
    if name in ("municipality", "municipality_id"):
        place = value if isinstance(value, Municipality) else Municipality.objects.get(pk=value)
        return place.name
    return str(value)


def compared(one: Person, other: Person) -> list[Compared]:
    """Return the two files field by field, their telephones and their returns."""
    lines = [_line(name, getattr(one, name), getattr(other, name)) for name in FIELDS]
    phones = _of_both(ContactPoint, one, other, lambda row: row.phone.as_national)
    returns = _of_both(ReturnEvent, one, other, lambda row: f"{row.returned_on:%d/%m/%Y}")
    return [
        *lines,
        _several("phones", _("Teléfonos"), *phones),
        _several("returns", _("Retornos"), *returns),
    ]


def _line(name: str, one: Any, other: Any) -> Compared:
    agrees = fold(str(one)) == fold(str(other)) if one and other else None
    return Compared(name, label_of(name), shown(name, one), shown(name, other), agrees)


def _of_both(
    model: type[ContactPoint] | type[ReturnEvent], one: Person, other: Person, tell: Any
) -> tuple[set[str], set[str]]:
    found: dict[uuid.UUID, set[str]] = {one.pk: set(), other.pk: set()}
    for row in model._default_manager.filter(person__in=found):
        found[row.person_id].add(tell(row))
    return found[one.pk], found[other.pk]


def _several(name: str, label: str | Promise, one: set[str], other: set[str]) -> Compared:
    agrees = bool(one & other) if one and other else None
    return Compared(name, label, ", ".join(sorted(one)), ", ".join(sorted(other)), agrees)
