"""What may happen to an enrolment, as data: one table for buttons and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core.transitions import Transition, TransitionTable
from arraigo.learning.enums import OPEN_STATES, TrainingState

if TYPE_CHECKING:
    from arraigo.learning.models import Enrolment

BEGIN, FINISH, DROP, RESUME = "empezar", "terminar", "dejar", "retomar"


def _not_annulled(enrolment: Enrolment, _user: Any) -> str | Promise | None:
    return _("Esta inscripción está anulada.") if enrolment.annulled_at else None


_FIELD = frozenset({str(Role.PROMOTOR), str(Role.PROJECT_LEAD)})
_OPEN = frozenset(map(str, OPEN_STATES))

TRANSITIONS: TransitionTable = {
    BEGIN: Transition(
        frozenset({str(TrainingState.ENROLLED)}),
        str(TrainingState.IN_PROGRESS),
        _FIELD,
        _not_annulled,
    ),
    FINISH: Transition(_OPEN, str(TrainingState.FINISHED), _FIELD, _not_annulled),
    DROP: Transition(_OPEN, str(TrainingState.DROPPED), _FIELD, _not_annulled),
    # When a completion recorded by mistake is annulled, the training goes on.
    RESUME: Transition(
        frozenset({str(TrainingState.FINISHED)}), str(TrainingState.IN_PROGRESS), _FIELD
    ),
}
