"""The typed inputs of the actions, built alike by web forms and field submissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from arraigo.casework.models import Case
from arraigo.jobs.enums import LeftReason, Means, PlacementEvidence, PlacementKind, Still
from arraigo.jobs.models import Placement


@dataclass(frozen=True)
class ApplicationInput:
    """An application; `born_on` is asked only in the year the person turns 18, and not kept."""

    case: Case
    employer_name: str
    position: str
    means: Means
    occurred_on: date
    born_on: date | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class PlacementInput:
    """A job (employer, hours, months) or a business (the first sale, when there is one)."""

    case: Case
    kind: PlacementKind
    position: str
    occurred_on: date
    evidence: PlacementEvidence
    employer_name: str = ""
    hours_per_week: int | None = None
    expected_months: Decimal | None = None
    first_sale_on: date | None = None
    held_before: bool = False
    abroad: bool = False
    born_on: date | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, kw_only=True)
class CheckInput:
    """Whether a placement still lasts `days` after it began, and who says so.

    `left_on` and `left_reason` when it ended; `evidence` unless nobody could be asked.
    """

    placement: Placement
    days: int
    still: Still
    occurred_on: date
    evidence: PlacementEvidence | str = ""
    left_on: date | None = None
    left_reason: LeftReason | str = ""
    monthly_income: Decimal | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)
