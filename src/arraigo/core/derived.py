"""Columns that follow from others, kept right at every save."""

from __future__ import annotations

from typing import Any

from django.db import models


class Derived(models.Model):
    """A row with columns computed from its others (sort keys, text to search in)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row with its computed columns, also when only some fields are saved."""
        computed = self.derive()
        for column, value in computed.items():
            setattr(self, column, value)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *computed}
        super().save(*args, **kwargs)

    def derive(self) -> dict[str, Any]:
        """Return the computed columns and their values."""
        raise NotImplementedError
