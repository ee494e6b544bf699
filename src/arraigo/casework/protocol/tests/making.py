"""Versions of the protocol for tests, written as an administrator writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol.drafting import change_part, part_of, publish, seal, start_draft
from arraigo.core import clock


def write(draft: ProtocolVersion, name: str, **changes: Any) -> ProtocolVersion:
    """Change keys of one part of the draft (a step or a mapping)."""
    part = part_of(draft, name)
    return change_part(version=draft, name=name, part={**part, **changes}, seen=seal(part))


def published(user: Any, *, valid_from: date | None = None, **parts: Any) -> ProtocolVersion:
    """Publish a version with changed parts; with none, the follow-ups are changed."""
    draft = start_draft()
    for name, changes in (parts or {"follow_ups": {"default": [10, 20]}}).items():
        write(draft, name.replace("_of_", "."), **changes)
    day = valid_from or clock.today()
    return publish(version=draft, valid_from=day, note="Ensayo", user=user)
