"""Reads of persons and consents. Everything starts from `visible_to`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.people.enums import ConsentDecision

if TYPE_CHECKING:
    from arraigo.people.models import Consent, Person  # noqa: F401 -- named in the bases


def scope_of(user: Any) -> Q:
    """Return the condition on `PersonScope` rows that let `user` see a person."""
    in_force = Q(until=None) | Q(until__gt=clock.now())
    return in_force & (Q(office__in=user.office_ids) | Q(organization__in=user.organization_ids))


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of persons."""

    def visible_to(self, user: Any) -> PersonQuerySet:
        """Return the persons whose files `user` may see (domain: privacy, who sees what)."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        from arraigo.people.models import PersonScope

        return self.filter(
            Exists(PersonScope.objects.filter(scope_of(user), person=OuterRef("pk")))
        )


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of the consent ledger."""

    def current(
        self, person_id: uuid.UUID, purpose: str, recipient_id: int | None = None
    ) -> Consent | None:
        """Return the consent in force for this purpose and recipient, or None.

        The latest decision counts: a refusal or withdrawal after it, or its expiry, ends it.
        """
        latest = (
            self.filter(person=person_id, purpose=purpose, recipient=recipient_id)
            .order_by("-id")
            .first()
        )
        if latest is None or latest.decision != ConsentDecision.GIVEN:
            return None
        if latest.expires_on is not None and latest.expires_on < clock.today():
            return None
        return latest
