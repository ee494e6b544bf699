"""Who decided something, and for whom."""

from __future__ import annotations

from typing import Any

from django import template

from arraigo.accounts.delegations.actions import as_acted

register = template.Library()


@register.simple_tag
def acted_by(user: Any, source: Any) -> str:
    """Return who decided about `source`: «A», or «A, por delegación de B»."""
    return as_acted(user, source)
