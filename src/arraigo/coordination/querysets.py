"""Reads of coordination. Everything starts from `visible_to`; no returned person is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arraigo.accounts.enums import Role
from arraigo.coordination.enums import COUNTED_EVIDENCE, ActivityKind

if TYPE_CHECKING:
    from arraigo.coordination.models import Activity, Agreement, Mechanism  # noqa: F401 -- in bases

Row = TypeVar("Row", bound=models.Model)


class OfOffice(models.QuerySet[Row]):
    """Rows of an office, seen by who works there and by the national officer."""

    office_path = "office"

    def visible_to(self, user: Any) -> Self:
        """Return the rows of the user's offices."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(**{f"{self.office_path}__in": user.office_ids})


class MechanismQuerySet(OfOffice["Mechanism"]):
    """Reads of mechanisms."""

    def active(self) -> MechanismQuerySet:
        """Return those still working."""
        return self.filter(is_active=True)


class ActivityQuerySet(OfOffice["Activity"]):
    """Reads of activities."""

    def standing(self) -> ActivityQuerySet:
        """Return those that are not annulled."""
        return self.filter(annulled_at=None)

    def counted(self) -> ActivityQuerySet:
        """Return those of indicator 5: meetings and events with minutes or list."""
        return self.standing().filter(
            kind__in=[ActivityKind.MEETING, ActivityKind.EVENT], evidence__in=COUNTED_EVIDENCE
        )

    def with_names(self) -> ActivityQuerySet:
        """Return the same activities with what a list shows, `people` included."""
        from arraigo.coordination.models import Participation

        there = Participation.objects.filter(activity=OuterRef("pk"), annulled_at=None)
        counted = there.order_by().values("activity").annotate(people=Count("pk")).values("people")
        names = self.select_related("office", "mechanism")
        return names.annotate(people=Coalesce(Subquery(counted), 0))


class AgreementQuerySet(OfOffice["Agreement"]):
    """Reads of agreements."""

    office_path = "activity__office"
