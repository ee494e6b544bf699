"""Repeating rows that work without JavaScript: a button of the form adds or removes one.

Such a press saves nothing: the page comes back with every answer as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

TOTAL = "total"
ADD, REMOVE = "agregar", "quitar"


def total(data: QueryDict, prefix: str, most: int) -> int:
    """Return how many rows of `prefix` were sent, never more than `most`."""
    typed = data.get(f"{prefix}-{TOTAL}", "")
    if not (typed.isascii() and typed.isdigit()):
        return 0
    return min(int(typed[:9]), most)  # Python reads no number of thousands of digits


def typed(form_class: type[forms.Form], data: QueryDict, prefix: str) -> dict[str, Any]:
    """Return what was typed into the row `prefix`, unchecked, to show it again."""
    fields: Mapping[str, forms.Field] = form_class.base_fields
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}-{name}")
        for name, field in fields.items()
    }


def presses(data: QueryDict) -> bool:
    """Tell whether a button that adds or removes a row was pressed."""
    return ADD in data or REMOVE in data


def rearranged(rows: list[Any], data: QueryDict, prefix: str, blank: Any) -> list[Any]:
    """Return the rows of `prefix` after the press: one more, one less, or as they were."""
    kept = [row for number, row in enumerate(rows) if data.get(REMOVE) != f"{prefix}-{number}"]
    return [*kept, blank] if data.get(ADD) == prefix else kept
