"""What may happen to a closure, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.casework.enums import ClosureState
from arraigo.core.transitions import Transition, TransitionTable, can

if TYPE_CHECKING:
    from arraigo.casework.models import Closure

CERTIFY = "certificar"
RETURN = "devolver"
REOPEN = "reabrir"


def _leads(closure: Closure, user: Any) -> str | Promise | None:
    if closure.office_id not in user.led_office_ids:
        return _("Sólo quien supervisa esa oficina puede hacerlo.")
    return None


def _never_the_manager(closure: Closure, user: Any) -> str | Promise | None:
    if closure.requested_by_id == user.pk:
        return _("Nadie certifica el cierre que solicitó.")
    if closure.case.assignments.filter(until=None, manager=user.pk).exists():
        return _("Quien lleva el caso no certifica su resultado.")
    return _leads(closure, user)


_LEADS = frozenset({str(Role.PROJECT_LEAD)})
_REQUESTED = frozenset({str(ClosureState.REQUESTED)})

TRANSITIONS: TransitionTable = {
    CERTIFY: Transition(_REQUESTED, str(ClosureState.CERTIFIED), _LEADS, _never_the_manager),
    RETURN: Transition(_REQUESTED, str(ClosureState.RETURNED), _LEADS, _never_the_manager),
    REOPEN: Transition(
        frozenset({str(ClosureState.CERTIFIED)}), str(ClosureState.REOPENED), _LEADS, _leads
    ),
}


def can_certify(closure: Closure, user: Any) -> bool:
    """Tell whether `user` may certify the closure, or return it, now."""
    return can(TRANSITIONS, CERTIFY, closure, user, user.roles)


def can_reopen(closure: Closure, user: Any) -> bool:
    """Tell whether `user` may reopen the case now."""
    return can(TRANSITIONS, REOPEN, closure, user, user.roles)
