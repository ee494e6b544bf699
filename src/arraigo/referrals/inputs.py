"""The typed inputs of the actions, built alike by web forms, links and field submissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.directory.models import Service
from arraigo.referrals.enums import Answer, Priority


@dataclass(frozen=True)
class ReferralInput:
    """A referral to send: `need` says which need of the person the service answers."""

    case: Case
    service: Service
    need: str
    priority: Priority = Priority.NORMAL
    message: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class AnswerInput:
    """What an institution told: when it happened, why not, and the proof of a service."""

    answer: Answer
    occurred_on: date = field(default_factory=clock.today)
    reason: str = ""
    note: str = ""
    evidence_note: str = ""
