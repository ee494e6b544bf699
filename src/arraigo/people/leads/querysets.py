"""Reads of received lists and contacts. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from arraigo.core.text import fold
from arraigo.people.cui import digits
from arraigo.people.leads.enums import LeadState, RowState

if TYPE_CHECKING:
    from arraigo.people.leads.models import Lead, LeadList, ListRow  # noqa: F401 -- in the bases


class ListQuerySet(models.QuerySet["LeadList"]):
    """Reads of received lists."""

    def visible_to(self, user: Any) -> ListQuerySet:
        """Return the lists received by the user's offices; nobody else sees one."""
        return self.filter(office__in=user.office_ids)

    def with_counts(self) -> ListQuerySet:
        """Return them with how many `contacts` they brought, and what became of those.

        This is all that is kept once a contact is closed: the figure *listas recibidas*.
        """
        became = {
            state.name.lower(): Count("leads", filter=Q(leads__state=state)) for state in LeadState
        }
        return self.annotate(contacts=Count("leads"), **became)


class RowQuerySet(models.QuerySet["ListRow"]):
    """Reads of the rows of a list."""

    def to_import(self) -> RowQuerySet:
        """Return the rows that importing would bring in: the good, and twins said to be others."""
        return self.filter(Q(state=RowState.GOOD) | Q(state=RowState.TWIN, wanted=True))

    def counts(self) -> dict[str, int]:
        """Return how many rows stand in each state, by the state's name in lower case."""
        found = dict(self.order_by().values_list("state").annotate(Count("id")))
        return {state.name.lower(): found.get(state.value, 0) for state in RowState}


class LeadQuerySet(models.QuerySet["Lead"]):
    """Reads of contacts to be confirmed."""

    def visible_to(self, user: Any) -> LeadQuerySet:
        """Return the contacts of the user's offices (domain: privacy, lists received)."""
        return self.filter(office__in=user.office_ids)

    def pending(self) -> LeadQuerySet:
        """Return those not yet registered, refused or erased."""
        return self.filter(state=LeadState.PENDING)

    def untouched(self) -> LeadQuerySet:
        """Return those that nothing has happened to since they were imported."""
        return self.filter(state=LeadState.PENDING, steps=None)

    def search(self, text: str) -> LeadQuerySet:
        """Return those with every word of `text` in the name, or its digits in phone or CUI."""
        if len(number := digits(text)) >= 4:
            return self.filter(Q(phone__contains=number[-8:]) | Q(cui=number))
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found
