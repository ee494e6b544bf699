"""Reads of persons and consents. Everything starts from `visible_to`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.people.enums import ConsentPurpose

if TYPE_CHECKING:
    from arraigo.people.models import (  # noqa: F401 -- named in the bases
        Consent,
        ContactPoint,
        MatchCandidate,
        Person,
    )


def scope_of(user: Any) -> Q:
    """Return the condition on `PersonScope` rows that let `user` see a person."""
    in_force = Q(until=None) | Q(until__gt=clock.now())
    return in_force & (Q(office__in=user.office_ids) | Q(organization__in=user.organization_ids))


class LookedUp(Exists):
    """An `EXISTS` that PostgreSQL answers row by row, through an index.

    Left free beside an OR it reads the whole table into a hash, even for a list of forty rows:
    each page would then cost as much as the registry is large.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


def seen_by(user: Any, column: str = "person_id", *, beside_or: bool = False) -> Exists:
    """Return the condition that `user` may see the person whose id is in `column`.

    `beside_or` says that it will be one arm of an OR; alone it becomes a join.
    """
    from arraigo.people.models import PersonScope

    condition = LookedUp if beside_or else Exists
    return condition(PersonScope.objects.filter(scope_of(user), person=OuterRef(column)))


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of persons. A file absorbed in a merge is read by the id that stands for it."""

    def visible_to(self, user: Any, *, under_any_id: bool = False) -> PersonQuerySet:
        """Return the persons whose files `user` may see (domain: privacy, who sees what).

        With `under_any_id` the absorbed files come too, which are else left out.
        """
        from arraigo.people.merging.models import PersonAlias

        found = self
        if not under_any_id:
            found = found.filter(~Exists(PersonAlias.objects.filter(person=OuterRef("pk"))))
        if Role.NATIONAL_OFFICER in user.roles:
            return found
        return found.filter(seen_by(user, "pk"))


class MatchQuerySet(models.QuerySet["MatchCandidate"]):
    """Reads of the queue of probable duplicates."""

    def visible_to(self, user: Any) -> Self:
        """Return the pairs whose older file `user` may see; the other may be out of sight."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(seen_by(user, "other_id"))

    def unsettled(self) -> Self:
        """Return the pairs about which two people have not decided alike yet."""
        return self.filter(settlement=None)

    def waiting(self) -> Self:
        """Return the unsettled pairs for which no merge was asked: that one waits by itself."""
        return self.unsettled().exclude(merges__state="solicitada")

    def about(self, person_id: uuid.UUID) -> Self:
        """Return the pairs in which the person is the older file, under any of her ids."""
        from arraigo.people.merging.aliases import ids_of

        return self.filter(other__in=ids_of(person_id))


class ContactQuerySet(models.QuerySet["ContactPoint"]):
    """Reads of phones."""

    def current(self) -> Self:
        """Return those that are the person's now, with her last word about being contacted."""
        from arraigo.people.models import Consent

        asked = Consent.objects.filter(person=OuterRef("person"), purpose=ConsentPurpose.CONTACT)
        last = asked.order_by("-pk").values("decision")[:1]
        return self.filter(is_current=True).annotate(contact_decision=models.Subquery(last))


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of the consent ledger."""

    def current(
        self, person_id: uuid.UUID, purpose: str, recipient_id: int | None = None
    ) -> Consent | None:
        """Return the consent in force for this purpose and recipient, or None.

        The latest decision counts, under whatever id it was given: a refusal or withdrawal
        after it, or its expiry, ends it. Whoever is no longer attended shares nothing either.
        """
        from arraigo.people.merging.aliases import ids_of

        asked = Q(purpose=purpose, recipient=recipient_id) | Q(purpose=ConsentPurpose.SERVICE)
        latest = (
            self.filter(asked, person__in=ids_of(person_id))
            .order_by("purpose", "-id")
            .distinct("purpose")
        )
        standing = {each.purpose: each for each in latest if each.stands}
        return standing.get(purpose) if ConsentPurpose.SERVICE in standing else None
