"""Reads of plans. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from arraigo.accounts.enums import Role
from arraigo.people.querysets import seen_by
from arraigo.plans.enums import SIGNED_STATES, State

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.plans.models import Plan, PlanAction  # noqa: F401 -- named in the bases


class PlanQuerySet(models.QuerySet["Plan"]):
    """Reads of plans."""

    def visible_to(self, user: Any) -> PlanQuerySet:
        """Return the plans of the persons `user` may see."""
        return self if Role.NATIONAL_OFFICER in user.roles else self.filter(seen_by(user))

    def whole(self) -> PlanQuerySet:
        """Return the same plans with what their pages show, in six queries at most."""
        people = self.select_related("case__office", "author", "agreed_by", "reviewed_by")
        return people.prefetch_related(
            "goals__actions__service__organization", "goals__actions__award", "measures__action"
        )

    def drafts(self) -> PlanQuerySet:
        """Return those that nobody has signed yet."""
        return self.filter(state=State.DRAFT)

    def in_force(self) -> PlanQuerySet:
        """Return those signed and not replaced by a later version."""
        return self.filter(state__in=SIGNED_STATES, replaced_at=None)

    def awaiting_review(self) -> PlanQuerySet:
        """Return those of open cases that the Project Lead has not reviewed, oldest first."""
        waiting = self.in_force().filter(state=State.AGREED, case__closed_on=None)
        return waiting.order_by("agreed_at", "pk")

    def reviewable_by(self, user: Any) -> PlanQuerySet:
        """Return those awaiting review that `user` may review: of her offices, not her own."""
        waiting = self.awaiting_review().filter(case__office__in=user.led_office_ids)
        return waiting.exclude(author=user).exclude(agreed_by=user)

    def of_case(self, case: Case) -> PlanQuerySet:
        """Return the case's plans, latest version first."""
        return self.filter(case=case).order_by("-version")


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    """Reads of the actions of plans."""

    def visible_to(self, user: Any) -> PlanActionQuerySet:
        """Return the actions of the persons `user` may see."""
        return self if Role.NATIONAL_OFFICER in user.roles else self.filter(seen_by(user))
