"""Pages of contacts by name. The address holds the last one's id, never her name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from arraigo.core.ids import ids_in
from arraigo.people.leads.models import Lead
from arraigo.people.leads.querysets import LeadQuerySet

PAGE = 25


@dataclass(frozen=True)
class ContactPage:
    """One page of contacts by surname, how many there are in all, and where the next begins."""

    leads: list[Lead]
    total: int
    after: str


def page_of_contacts(leads: LeadQuerySet, after: str) -> ContactPage:
    """Return the page of `leads` after the contact with the id `after` (none: the first)."""
    rows = leads.order_by("sort_key", "pk")
    last = leads.filter(pk__in=ids_in([after])).first()
    if last is not None:
        rows = rows.filter(
            Q(sort_key__gt=last.sort_key) | Q(sort_key=last.sort_key, pk__gt=last.pk)
        )
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return ContactPage(found, leads.count(), str(found[-1].pk) if more else "")
