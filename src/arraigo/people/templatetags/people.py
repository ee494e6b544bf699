"""Showing a person: the only way templates print a name, because it leaves the trace."""

from __future__ import annotations

from django import template

from arraigo.core import traces
from arraigo.people.cui import grouped
from arraigo.people.leads.models import Lead, ListRow
from arraigo.people.leads.rows import names_of
from arraigo.people.models import Person

register = template.Library()


@register.simple_tag
def person_name(person: Person) -> str:
    """Return the person's full name, and note that she was shown."""
    traces.show([person.pk])
    return person.full_name


@register.simple_tag
def lead_name(lead: Lead) -> str:
    """Return a contact's full name, and note that she was shown; '' once she is closed."""
    traces.show([lead.pk])
    return lead.full_name.strip()


@register.simple_tag
def row_name(row: ListRow) -> str:
    """Return the name in a list's row, and note that it was shown."""
    traces.show([row.pk])
    return " ".join(names_of(row.values))


@register.filter
def cui(value: str) -> str:
    """Return a CUI grouped as on the DPI."""
    return grouped(value)
