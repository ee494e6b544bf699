"""The typed inputs of the actions, built alike by web forms and field submissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from arraigo.casework.enums import EvidenceStatus
from arraigo.casework.models import Case
from arraigo.directory.models import Service
from arraigo.learning.enums import CertificateKind, LanguageLevel, Recognition
from arraigo.learning.models import Enrolment
from arraigo.organizations.models import Award, Organization


@dataclass(frozen=True)
class EnrolmentInput:
    """A place in a training. Without `award` the fund of the user's contract is taken."""

    case: Case
    service: Service
    occurred_on: date
    starts_on: date
    expected_end_on: date | None = None
    award: Award | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class CompletionInput:
    """The end of a training, and how sure it is."""

    enrolment: Enrolment
    occurred_on: date
    evidence_status: EvidenceStatus = EvidenceStatus.DECLARED
    evidence_note: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class CertificateInput:
    """A certificate as its paper says; an attendance diploma has no `recognition`."""

    case: Case
    kind: CertificateKind
    title: str
    issuer: Organization
    occurred_on: date
    issuer_authorised: bool
    recognition: Recognition | None = None
    number: str = ""
    level: LanguageLevel | None = None
    evidence_status: EvidenceStatus = EvidenceStatus.DECLARED
    evidence_note: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
