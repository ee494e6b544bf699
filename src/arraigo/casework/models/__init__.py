"""Case, its protocol, timeline, agenda and state, and what is done in it."""

from arraigo.casework.documents.models import Document
from arraigo.casework.emergency.models import EmergencyAccess, EmergencyTry, ReservedFile
from arraigo.casework.models.agenda import CaseState, Due
from arraigo.casework.models.case import (
    Case,
    CaseAssignment,
    CaseCounter,
    CaseEvent,
    ServiceDelivery,
)
from arraigo.casework.models.closure import Closure
from arraigo.casework.models.protocol import ProtocolVersion
from arraigo.casework.models.work import (
    CaseFact,
    ContactAttempt,
    CounsellingSession,
    FollowUp,
    Note,
)
from arraigo.casework.protection.models import ProtectionNote

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseCounter",
    "CaseEvent",
    "CaseFact",
    "CaseState",
    "Closure",
    "ContactAttempt",
    "CounsellingSession",
    "Document",
    "Due",
    "EmergencyAccess",
    "EmergencyTry",
    "FollowUp",
    "Note",
    "ProtectionNote",
    "ProtocolVersion",
    "ReservedFile",
    "ServiceDelivery",
]
