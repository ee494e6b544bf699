"""What a test remembers of phones: the answers as they have to stand, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Known:
    """A profile as it has to be: the answers, and at which version each was given."""

    version: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    ever: set[tuple[str, Any]] = field(default_factory=set)

    def overtaken(self, sent: dict[str, Any], base: int) -> set[str]:
        """Return the answers that somebody else gave otherwise since `base`."""
        return {
            name for name, value in sent.items()
            if value != self.told.get(name) and self.changed.get(name, 0) > base
        }  # fmt: skip

    def take(self, sent: dict[str, Any]) -> None:
        """Put answers over what stands, as one change."""
        new = {name: value for name, value in sent.items() if value != self.told.get(name)}
        if new:
            self.version += 1
            self.told |= new
            self.changed |= dict.fromkeys(new, self.version)
            self.ever |= set(new.items())


@dataclass
class Parcel:
    """An interview on a phone."""

    form: str
    case: str
    xml: bytes
    base: int = 0
    sent: dict[str, Any] = field(default_factory=dict)
