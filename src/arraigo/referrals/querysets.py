"""Reads of referrals. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.people.models import PersonScope
from arraigo.people.querysets import LookedUp, scope_of
from arraigo.referrals.enums import AWAITING_STATES, OPEN_STATES

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.referrals.models import Referral  # noqa: F401 -- named in a string


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals."""

    def visible_to(self, user: Any) -> ReferralQuerySet:
        """Return those of the persons `user`'s offices see, and those made to her organizations.

        An organization sees no referral of the same person to another one.
        """
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        scope = PersonScope.objects.filter(scope_of(user), person=OuterRef("person_id"))
        in_my_office = LookedUp(scope.filter(office__isnull=False))
        made_to_us = LookedUp(scope.filter(organization=OuterRef("organization_id")))
        return self.filter(Q(in_my_office) | Q(made_to_us))

    def open(self) -> ReferralQuerySet:
        """Return those whose outcome is not known yet."""
        return self.filter(state__in=OPEN_STATES)

    def awaiting_answer(self) -> ReferralQuerySet:
        """Return those the institution has not answered at all."""
        return self.filter(state__in=AWAITING_STATES)

    def for_case(self, case: Case) -> ReferralQuerySet:
        """Return the case's referrals, newest first, with what a list shows."""
        return self.filter(case=case).with_names().order_by("-sent_at", "id")

    def with_names(self) -> ReferralQuerySet:
        """Return the same referrals with the names of service, institution and sender."""
        return self.select_related("service__organization", "organization", "created_by", "case")
