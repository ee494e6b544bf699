"""System checks of the registry."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error, register

from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.merging.ledger import relations
from arraigo.people.merging.rooms import rooms


@register
def rules_are_decided(app_configs: Any, **_kwargs: Any) -> list[Error]:
    """Return an error for each relation declared RULE that no room decides about."""
    decided = {model for room in rooms() for model in room.decides}
    return [
        Error(
            f"{model._meta.label}.{field.name} is declared RULE, and no MergeRoom decides it",
            obj=field,
            id="people.E002",
        )
        for model, field in relations(MergeRule.RULE)
        if model not in decided
    ]


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
