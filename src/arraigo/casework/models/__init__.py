"""Case, its protocol, timeline, agenda and state, and what is done in it."""

from arraigo.casework.calendar.models import CalendarFeed, CalendarUse
from arraigo.casework.documents.models import Document
from arraigo.casework.emergency.models import (
    EmergencyAccess,
    EmergencyTry,
    ReservedFile,
    ReservedMatch,
)
from arraigo.casework.flags.models import Flag
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
from arraigo.casework.models.agenda import CaseState, Due
from arraigo.casework.models.case import (
    BestInterests,
    Case,
    CaseAssignment,
    CaseCounter,
    CaseEvent,
    Reassignment,
    ServiceDelivery,
)
from arraigo.casework.models.closure import Closure
from arraigo.casework.models.protocol import ProtocolMove, ProtocolVersion
from arraigo.casework.models.work import (
    CaseFact,
    ContactAttempt,
    CounsellingSession,
    FollowUp,
    Note,
)
from arraigo.casework.protection.models import ProtectionNote
from arraigo.casework.quality.models import DrawnCase, QualityCheck, QualityDraw
from arraigo.casework.saved.models import SavedFilter
from arraigo.casework.transfers.models import CaseTransfer

__all__ = [
    "BestInterests",
    "CalendarFeed",
    "CalendarUse",
    "Case",
    "CaseAssignment",
    "CaseCounter",
    "CaseEvent",
    "CaseFact",
    "CaseState",
    "CaseTransfer",
    "Closure",
    "ContactAttempt",
    "CounsellingSession",
    "Document",
    "DrawnCase",
    "Due",
    "EmergencyAccess",
    "EmergencyTry",
    "Flag",
    "FollowUp",
    "HouseholdLink",
    "HouseholdMember",
    "Note",
    "ProtectionNote",
    "ProtocolMove",
    "ProtocolVersion",
    "QualityCheck",
    "QualityDraw",
    "Reassignment",
    "ReservedFile",
    "ReservedMatch",
    "SavedFilter",
    "ServiceDelivery",
]
