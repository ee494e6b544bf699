"""What may happen to an authorisation, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.contracts.authorisations.enums import AuthorisationState, Step
from arraigo.core.transitions import Transition, TransitionTable

if TYPE_CHECKING:
    from arraigo.contracts.authorisations.models import Authorisation


def _the_lead_but_never_for_herself(asked: Authorisation, user: Any) -> str | Promise | None:
    if asked.requested_by_id == user.pk:
        return _("Nadie se autoriza a sí mismo.")
    if asked.office_id not in user.led_office_ids:
        return _("Sólo quien supervisa esa oficina puede decidir.")
    return None


def _only_who_asked(asked: Authorisation, user: Any) -> str | Promise | None:
    return None if asked.requested_by_id == user.pk else _("Sólo quien la pidió puede corregirla.")


_LEADS = frozenset({str(Role.PROJECT_LEAD)})
_REQUESTED = frozenset({str(AuthorisationState.REQUESTED)})
_DECISIONS = {
    Step.AUTHORISE: AuthorisationState.AUTHORISED,
    Step.RETURN: AuthorisationState.RETURNED,
    Step.DENY: AuthorisationState.DENIED,
}

TRANSITIONS: TransitionTable = {
    str(step): Transition(_REQUESTED, str(target), _LEADS, _the_lead_but_never_for_herself)
    for step, target in _DECISIONS.items()
} | {
    str(Step.RESUBMIT): Transition(
        frozenset({str(AuthorisationState.RETURNED)}),
        str(AuthorisationState.REQUESTED),
        guard=_only_who_asked,
    )
}
