"""The question that a device's key answers, for a form's attribute."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(question: Any) -> str:
    """Return what the script reads, to be escaped like any attribute: nothing stands inline."""
    return json.dumps(question, cls=DjangoJSONEncoder)
