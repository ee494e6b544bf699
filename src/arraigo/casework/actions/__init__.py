"""Writes about cases. Each is one transaction, and leaves the case's state as it now is."""

from arraigo.casework.actions.cases import open_case
from arraigo.casework.actions.closures import (
    certify_closure,
    reopen_case,
    request_closure,
    return_closure,
)
from arraigo.casework.actions.deliveries import annul_delivery, annul_fact, record_delivery
from arraigo.casework.actions.dues import (
    cancel_due,
    finish_due,
    plan_due,
    postpone_due,
    schedule_follow_ups,
)
from arraigo.casework.actions.events import recompute_state, set_priority, write_event
from arraigo.casework.actions.follow_ups import record_attempt, record_follow_up
from arraigo.casework.actions.reassigning import (
    caseload_of,
    reassign_case,
    reassign_cases,
    undo_reassignment,
)
from arraigo.casework.actions.sessions import record_note, record_session

__all__ = [
    "annul_delivery",
    "annul_fact",
    "cancel_due",
    "caseload_of",
    "certify_closure",
    "finish_due",
    "open_case",
    "plan_due",
    "postpone_due",
    "reassign_case",
    "reassign_cases",
    "recompute_state",
    "record_attempt",
    "record_delivery",
    "record_follow_up",
    "record_note",
    "record_session",
    "reopen_case",
    "request_closure",
    "return_closure",
    "schedule_follow_ups",
    "set_priority",
    "undo_reassignment",
    "write_event",
]
