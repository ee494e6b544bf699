"""What the forms hand to the actions."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time

from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.invitations.models import PlannedActivity
from arraigo.core.models import field_id
from arraigo.territory.models import Office


@dataclass(frozen=True)
class PlanInput:
    """An activity to come."""

    office: Office
    kind: ActivityKind
    title: str
    place: str
    happens_on: date
    starts_at: time
    id: uuid.UUID = field(default_factory=field_id)


@dataclass(frozen=True)
class InviteInput:
    """The persons of which cases are invited to what; `lot` is the form it came from."""

    activity: PlannedActivity
    case_ids: Collection[uuid.UUID]
    lot: uuid.UUID = field(default_factory=field_id)
