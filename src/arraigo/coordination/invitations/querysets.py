"""Reads of activities to come and of who is invited. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q

from arraigo.casework.querysets import OfPersonQuerySet
from arraigo.coordination.querysets import OfOffice
from arraigo.core import clock

if TYPE_CHECKING:
    from arraigo.coordination.invitations.models import (  # noqa: F401 -- in bases
        Invitation,
        PlannedActivity,
    )


class PlannedActivityQuerySet(OfOffice["PlannedActivity"]):
    """Reads of activities to come."""

    def coming(self) -> PlannedActivityQuerySet:
        """Return those of today and later that were not called off, soonest first."""
        ahead = self.filter(happens_on__gte=clock.today(), called_off_at=None)
        return ahead.order_by("happens_on", "starts_at", "pk")

    def with_counts(self) -> PlannedActivityQuerySet:
        """Return the same activities with how many are `invited`, of those one may see."""
        standing = Q(invitations__withdrawn_at=None)
        return self.select_related("office").annotate(
            invited=Count("invitations", filter=standing)
        )  # fmt: skip


class InvitationQuerySet(OfPersonQuerySet["Invitation"]):
    """Reads of invitations."""

    def standing(self) -> InvitationQuerySet:
        """Return those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def of_lot(self, lot: UUID, user: Any) -> InvitationQuerySet:
        """Return those that `user` made with one form."""
        return self.filter(lot=lot, invited_by=user)
