"""Case, its protocol, timeline, agenda and state, and what is done in it."""

from arraigo.casework.calendar.models import CalendarFeed, CalendarUse
from arraigo.casework.documents.models import Document
from arraigo.casework.emergency.models import (
    EmergencyAccess,
    EmergencyTry,
    ReservedFile,
    ReservedMatch,
)
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
from arraigo.casework.models.agenda import CaseState, Due
from arraigo.casework.models.case import (
    BestInterests,
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
    "BestInterests",
    "CalendarFeed",
    "CalendarUse",
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
    "HouseholdLink",
    "HouseholdMember",
    "Note",
    "ProtectionNote",
    "ProtocolVersion",
    "ReservedFile",
    "ReservedMatch",
    "ServiceDelivery",
]
