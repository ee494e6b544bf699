"""What the actions are told: the same typed input from a web form and from a phone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from arraigo.accounts.models import User
from arraigo.casework.enums import (
    AttemptResult,
    ContactMode,
    Employment,
    IncomeChange,
    Kept,
    NoteKind,
)
from arraigo.casework.models import Case, CounsellingSession, Due, FollowUp
from arraigo.core.models import field_id


@dataclass(frozen=True, kw_only=True)
class NoteInput:
    """A note or visit; `mentioned` are the colleagues who are told of it."""

    case: Case
    kind: NoteKind
    text: str
    occurred_on: date
    id: uuid.UUID = field(default_factory=field_id)
    duration_minutes: int | None = None
    is_good_practice: bool = False
    is_challenge: bool = False
    mentioned: tuple[User, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SessionInput:
    """A counselling session; `topics` are codes of the case's protocol.

    `kept` is what became of what was agreed in `earlier`, the last one.
    """

    case: Case
    mode: ContactMode
    topics: tuple[str, ...]
    occurred_on: date
    id: uuid.UUID = field(default_factory=field_id)
    agreements: str = ""
    next_step: str = ""
    next_on: date | None = None
    duration_minutes: int | None = None
    earlier: CounsellingSession | None = None
    kept: Kept | None = None
    kept_words: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpInput:
    """A follow-up with the person reached; `outcomes` are codes of the case's protocol.

    `unchanged_since` says that she answered "sigue igual" to what that one says.
    """

    case: Case
    mode: ContactMode
    occurred_on: date
    employment: Employment
    due: Due | None = None
    id: uuid.UUID = field(default_factory=field_id)
    income_change: IncomeChange | str = ""
    services_received: str = ""
    satisfaction: int | None = None
    difficulties: str = ""
    agreed_actions: str = ""
    next_on: date | None = None
    outcomes: tuple[str, ...] = ()
    unchanged_since: FollowUp | None = None


@dataclass(frozen=True, kw_only=True)
class AttemptInput:
    """An attempt to reach the person."""

    case: Case
    mode: ContactMode
    result: AttemptResult
    occurred_on: date
    due: Due | None = None
    id: uuid.UUID = field(default_factory=field_id)
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ClosureInput:
    """A request to close a case; `reason` and `outcome` are codes of the case's protocol."""

    case: Case
    reason: str
    outcome: str
    evidence: str
    id: uuid.UUID = field(default_factory=field_id)
