"""What is declared about one model, and the words that many share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Sheet:
    """What is declared about one model.

    `only` narrows the rows that go into the copy; `guarded` is the condition, in SQL, on those of
    class C.
    """

    label: str
    title: str | Promise = ""
    own: Words = field(default_factory=dict)
    third: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    person: str = "person"
    only: Q = field(default_factory=Q)
    guarded: str = ""

    @property
    def model(self) -> type[models.Model]:
        """Return the model."""
        return apps.get_model(self.label)

    @property
    def declared(self) -> list[str]:
        """Return the names of all declared fields; a name said twice comes twice."""
        return [*self.own, *self.third, *self.reserved]

    def rows(self, person_ids: list[Any]) -> models.QuerySet[Any]:
        """Return the rows of this person that go into her copy, in the order they came."""
        found = self.model._default_manager.filter(self.only, **{f"{self.person}__in": person_ids})
        related = [name for name in self.own if self.model._meta.get_field(name).is_relation]
        if related:  # without a name Django would join every relation, seen by the user or not
            found = found.select_related(*related)
        return found.order_by("pk")


WHEN: Words = {"occurred_on": _("Fecha")}
VOID: Words = {"annulled_at": _("Anulado"), "annulled_reason": _("Por qué se anuló")}
BY = ("recorded_by", "annulled_by")
FACT = ("id", "recorded_at", "case", "person", "office")
SOURCE = ("source_table", "source_id")
REQUEST = ("requested_by", "decided_by")
NOT_PROTECTION = ~Q(data_class="c")
MARKED = "data_class = 'c'"
ALL = "true"


def fact(label: str, title: str | Promise, own: Words, **more: Any) -> Sheet:
    """Return the sheet of a dated fact of a case."""
    return Sheet(
        label,
        title,
        own={**WHEN, **own, **VOID},
        third=(*BY, *more.pop("third", ())),
        reserved=(*FACT, *more.pop("reserved", ())),
        erased=("annulled_reason", *more.pop("erased", ())),
        **more,
    )
