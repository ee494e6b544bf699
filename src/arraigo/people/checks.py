"""System checks of the registry."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error, register

from arraigo.people.fields import PersonForeignKey


@register
def relations_declare_their_merge(app_configs: Any, **_kwargs: Any) -> list[Error]:
    """Return an error for each relation to Person that does not say what a merge does."""
    person = apps.get_model("people", "Person")
    return [
        Error(
            f"{model._meta.label}.{field.name} must be a PersonForeignKey (on_merge=...)",
            obj=field,
            id="people.E001",
        )
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one
        and field.related_model is person
        and not isinstance(field, PersonForeignKey)
    ]
