"""What may happen to a referral, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from arraigo.accounts.enums import Role
from arraigo.core.transitions import Transition, TransitionTable, can
from arraigo.referrals.enums import AWAITING_STATES, Answer, Channel, State

if TYPE_CHECKING:
    from arraigo.referrals.models import Referral

SEND = "enviar"
RECEIVE = "recibir"
WITHDRAW = "retirar"
CLOSE = "cerrar"

_SENDERS = frozenset({str(Role.PROMOTOR), str(Role.PROJECT_LEAD)})
_BEFORE_SERVICE = (*AWAITING_STATES, State.ACCEPTED, State.WAITING_LIST)


def _step(target: State, *sources: State, roles: frozenset[str] = frozenset()) -> Transition:
    return Transition(frozenset(str(source) for source in sources), str(target), roles)


TRANSITIONS: TransitionTable = {
    RECEIVE: _step(State.RECEIVED, State.SENT),
    str(Answer.ATTENDED): _step(State.ATTENDED, *_BEFORE_SERVICE, State.ABSENT),
    str(Answer.ABSENT): _step(State.ABSENT, *_BEFORE_SERVICE),
    str(Answer.ENROLLED): _step(
        State.IN_SERVICE, *_BEFORE_SERVICE, State.ATTENDED, State.ABSENT
    ),
    str(Answer.WAITING_LIST): _step(
        State.WAITING_LIST, *AWAITING_STATES, State.ACCEPTED, State.ATTENDED, State.ABSENT
    ),
    str(Answer.REJECTED): _step(
        State.REJECTED, *_BEFORE_SERVICE, State.ATTENDED, State.ABSENT
    ),
    str(Answer.FINISHED): _step(
        State.CONCLUDED, *_BEFORE_SERVICE, State.ATTENDED, State.ABSENT, State.IN_SERVICE
    ),
    WITHDRAW: _step(
        State.WITHDRAWN, *_BEFORE_SERVICE, State.ATTENDED, State.ABSENT, roles=_SENDERS
    ),
    CLOSE: _step(
        State.CLOSED,
        State.ABSENT,
        State.REJECTED,
        State.CONCLUDED,
        State.ABANDONED,
        State.VERIFIED,
        State.EXPIRED,
        roles=_SENDERS,
    ),
}  # fmt: skip

#: What each way of answering may say: a found slip tells only whether she came.
ANSWERS_BY_CHANNEL: dict[str, tuple[Answer, ...]] = {
    Channel.SLIP: (Answer.ATTENDED, Answer.ABSENT),
    Channel.MESSAGE: tuple(Answer),
    Channel.PHONE: tuple(Answer),
    Channel.SCREEN: tuple(Answer),
}


def answers_now(referral: Referral, channel: Channel) -> list[Answer]:
    """Return the answers that `channel` may give about the referral as it stands."""
    allowed = ANSWERS_BY_CHANNEL[channel]
    return [answer for answer in allowed if can(TRANSITIONS, str(answer), referral, None, ())]


def can_withdraw(referral: Referral, roles: Collection[str]) -> bool:
    """Tell whether somebody with `roles` may take the referral back now."""
    return can(TRANSITIONS, WITHDRAW, referral, None, roles)


def can_close(referral: Referral, roles: Collection[str]) -> bool:
    """Tell whether somebody with `roles` may close the referral now."""
    return can(TRANSITIONS, CLOSE, referral, None, roles)
