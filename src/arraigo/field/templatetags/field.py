"""What the templates of deliveries need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def named(files: Mapping[str, Any], name: str) -> Any:
    """Return the file of that name, or None."""
    return files.get(name)
