"""Showing a person: the only way templates print a name, because it leaves the trace."""

from __future__ import annotations

from django import template

from arraigo.core import traces
from arraigo.people.cui import grouped
from arraigo.people.models import Person

register = template.Library()


@register.simple_tag
def person_name(person: Person) -> str:
    """Return the person's full name, and note that she was shown."""
    traces.show([person.pk])
    return person.full_name


@register.filter
def cui(value: str) -> str:
    """Return a CUI grouped as on the DPI."""
    return grouped(value)
