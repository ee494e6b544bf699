"""The relation to a person, which says what a merge does with it."""

from __future__ import annotations

from typing import Any

from django.db import models

from arraigo.people.enums import MergeRule


class PersonForeignKey(models.ForeignKey):
    """A foreign key to Person that declares its rule for merges.

    MOVE: the row goes to the surviving file. STAY: it keeps its person and is read through the
    alias set. RULE: the room decides (one open case per person, for example).
    """

    def __init__(self, *args: Any, on_merge: MergeRule = MergeRule.MOVE, **kwargs: Any) -> None:
        self.on_merge = on_merge
        kwargs.setdefault("to", "people.Person")
        kwargs.setdefault("on_delete", models.RESTRICT)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave the merge rule out of migrations: it is no part of the schema."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
