"""What the actions are told: the same from a page and from a phone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from arraigo.casework.models import Case
from arraigo.core.models import field_id
from arraigo.profiling.assessments.enums import AssessmentKind, Round


@dataclass(frozen=True, kw_only=True)
class AssessmentInput:
    """An assessment: every answer by code. `delivery_id` is the delivery that keeps them too."""

    case: Case
    kind: AssessmentKind
    answers: Mapping[str, str]
    occurred_on: date
    round: Round = Round.NONE
    delivery_id: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=field_id)


@dataclass(frozen=True, kw_only=True)
class SchemeInput:
    """A scheme as an administrator brings it."""

    code: AssessmentKind
    version: str
    source: str
    is_official: bool
    valid_from: date
    document: Mapping[str, Any]
