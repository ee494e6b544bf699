"""Showing a person: the only way templates print a name, because it leaves the trace."""

from __future__ import annotations

from collections.abc import Collection

from django import template
from django.utils.html import format_html, format_html_join

from arraigo.core import traces
from arraigo.people.cui import grouped
from arraigo.people.leads.models import Lead, ListRow
from arraigo.people.leads.rows import names_of
from arraigo.people.models import Person

register = template.Library()


@register.simple_tag
def person_name(person: Person, marked: Collection[str] = ()) -> str:
    """Return the person's full name, and note that she was shown; `marked` words stand out."""
    traces.show([person.pk])
    if not marked:
        return person.full_name
    words = ((word in marked, word) for word in person.full_name.split())
    marks = (format_html("<mark>{}</mark>", word) if fits else word for fits, word in words)
    return format_html_join(" ", "{}", ((word,) for word in marks))


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
