"""A filter of Casos that somebody named. It holds no person: codes of steps, places, matters."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import Tracked, field_id, user_key
from arraigo.territory.models import Office


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Reads of saved filters."""

    def visible_to(self, user: Any) -> Self:
        """Return one's own and those shared with one's offices, that nobody has removed."""
        mine = Q(owner=user.pk) | Q(office__in=user.office_ids)
        return self.filter(mine, removed_at=None)

    def with_office(self) -> Self:
        """Return them as a list shows them, by name."""
        return self.select_related("office").order_by("name", "pk")


class SavedFilter(Tracked):
    """The filters chosen, by name, under words of its owner; with an office, its team's too."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    name = models.CharField(_("nombre"), max_length=60)
    chosen = models.JSONField(_("filtros"))
    owner = user_key()
    office = models.ForeignKey(Office, models.RESTRICT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(removed_at=None),
                name="one_filter_of_a_name",
                violation_error_message=_("Ya tiene un filtro con ese nombre."),
            ),
            models.CheckConstraint(
                name="filter_filters_something",
                condition=~Q(chosen={}) & ~Q(name=""),
                violation_error_message=_("Escoja antes algún filtro."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
