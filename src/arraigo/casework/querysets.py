"""Reads of cases and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from arraigo.accounts.enums import Role
from arraigo.people.models import PersonScope
from arraigo.people.querysets import scope_of

if TYPE_CHECKING:
    from arraigo.casework.models import Case, ServiceDelivery  # noqa: F401 -- named in the bases


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, user: Any) -> CaseQuerySet:
        """Return the cases of the persons `user` may see."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        scope = PersonScope.objects.filter(scope_of(user), person=OuterRef("person_id"))
        return self.filter(Exists(scope))

    def open(self) -> CaseQuerySet:
        """Return the cases that are not closed."""
        return self.filter(closed_on=None)


class DeliveryQuerySet(models.QuerySet["ServiceDelivery"]):
    """Reads of delivered services."""

    def visible_to(self, user: Any) -> DeliveryQuerySet:
        """Return the deliveries to the persons `user` may see."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        scope = PersonScope.objects.filter(scope_of(user), person=OuterRef("person_id"))
        return self.filter(Exists(scope))

    def standing(self) -> DeliveryQuerySet:
        """Return those that are not annulled."""
        return self.filter(annulled_at=None)
