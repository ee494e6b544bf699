"""What a page of the desk shows of each kind of thing."""

from __future__ import annotations

from django import template

from arraigo.casework.models import Due

register = template.Library()


@register.filter
def what_to_do(due: Due) -> list[str]:
    """Return the templates that offer what to do about something due: its kind's, or «Hecho»."""
    return [f"desk/dues/{due.kind}.html", "desk/dues/done.html"]
