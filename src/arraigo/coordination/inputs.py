"""The typed inputs of the actions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from arraigo.coordination.enums import ActivityEvidence, ActivityKind, Channel, MechanismKind
from arraigo.coordination.models import Activity, Mechanism
from arraigo.organizations.models import Award, Organization
from arraigo.territory.models import Office


@dataclass(frozen=True)
class MechanismInput:
    """A mechanism and its members."""

    office: Office
    kind: MechanismKind
    name: str
    members: Sequence[Organization] = ()
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class ActivityInput:
    """An activity, and the users who took part besides who records it."""

    office: Office
    kind: ActivityKind
    title: str
    occurred_on: date
    participants: Sequence[Any]
    mechanism: Mechanism | None = None
    place: str = ""
    channel: Channel | None = None
    reach: int | None = None
    evidence: ActivityEvidence = ActivityEvidence.NONE
    evidence_note: str = ""
    award: Award | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class AgreementInput:
    """What was agreed: who follows it up and by when."""

    activity: Activity
    text: str
    responsible: Any
    due_on: date
    counterpart: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
