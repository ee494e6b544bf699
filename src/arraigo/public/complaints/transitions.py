"""What may happen to a complaint, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from arraigo.accounts.enums import Role
from arraigo.core.transitions import Transition, TransitionTable
from arraigo.public.complaints.enums import ComplaintState, Step

_PEAS = frozenset({str(Role.PEAS_FOCAL_POINT)})

TRANSITIONS: TransitionTable = {
    str(Step.ATTEND): Transition(
        frozenset({str(ComplaintState.RECEIVED)}), str(ComplaintState.IN_ATTENTION), _PEAS
    ),
    str(Step.CLOSE): Transition(
        frozenset({str(ComplaintState.IN_ATTENTION)}), str(ComplaintState.CLOSED), _PEAS
    ),
}
