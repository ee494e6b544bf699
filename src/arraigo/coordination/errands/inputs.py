"""What the forms of errands hand to their actions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.core.models import field_id


@dataclass(frozen=True)
class ErrandInput:
    """What is to be done, by whom and by when; `lot` is the form it came from."""

    title: str
    due_on: date
    given_to: Sequence[User]
    detail: str = ""
    case: Case | None = None
    lot: uuid.UUID = field(default_factory=field_id)


@dataclass(frozen=True)
class AnswerInput:
    """What was done, in words, and on which day."""

    words: str
    occurred_on: date
    id: uuid.UUID = field(default_factory=field_id)


@dataclass(frozen=True)
class ReturnInput:
    """What is missing, and by when."""

    comment: str
    due_on: date
