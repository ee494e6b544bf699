"""Closures: asked for with a reason, certified or returned by the Project Lead, some reopened."""

from __future__ import annotations

from datetime import datetime

from arraigo.casework.actions import certify_closure, reopen_case, request_closure, return_closure
from arraigo.casework.actions.closures import is_unreachable
from arraigo.casework.inputs import ClosureInput
from arraigo.casework.models import Closure
from arraigo.demo import assumed, words
from arraigo.demo.agenda import later
from arraigo.demo.enums import Fate
from arraigo.demo.story.world import Life, acting

#: Why the case of somebody with this fate ends, and with what result.
REASONS = {
    Fate.LEAVES: ("retiro", "sin_resultado"),
    Fate.MIGRATES: ("remigracion", "sin_resultado"),
    Fate.MOVES: ("traslado", "desconocido"),
}
SUCCESS = ("objetivos", "positivo")
LOST = ("no_localizada", "desconocido")
END_OF_SUPPORT = ("fin_periodo", "parcial")


def plan(life: Life, at: datetime) -> None:
    """Plan the end of a case whose person leaves the programme."""
    reason = REASONS.get(life.traits.fate)
    if reason is not None:
        life.later(at, assumed.DAYS_TO_LEAVE, lambda life, then: ask(life, then, reason))


def succeed(life: Life, at: datetime) -> None:
    """Ask to close the case of somebody who still has her livelihood."""
    if life.works:
        ask(life, at, SUCCESS)


def give_up(life: Life, at: datetime) -> bool:
    """Ask to close the case of somebody who was not reached often enough; tell whether it was."""
    with life.acting(at):
        lost = is_unreachable(life.case)
    if lost:
        ask(life, at, LOST)
    return lost


def ask(life: Life, at: datetime, reason: tuple[str, str]) -> Closure | None:
    """Ask for the closure; the Project Lead decides some days later."""
    if life.is_leaving:
        return None
    life.is_leaving = True
    with life.acting(at):
        closure = request_closure(
            data=ClosureInput(
                case=life.case,
                reason=reason[0],
                outcome=reason[1],
                evidence=words.CLOSURE_EVIDENCE[reason[0]],
            ),
            user=life.promotor,
        )
    life.later(at, assumed.DAYS_TO_CERTIFY, lambda life, then: decide(life, then, closure))
    return closure


def decide(life: Life, at: datetime, closure: Closure) -> None:
    """Let the Project Lead certify the result, or return it."""
    if life.world.dealer.draw("closure_returned"):
        send_back(life, at, closure)
        return
    lead = life.world.lead_of(life.office)
    with acting(lead, at):
        certify_closure(closure=closure, user=lead)
    life.is_closed = True
    if life.traits.fate != Fate.LOST and life.world.dealer.draw("reopened"):
        moment = later(life.random, at, assumed.DAYS_TO_REOPEN)
        life.world.agenda.plan(moment, lambda then: _reopen(life, then, closure))


def send_back(life: Life, at: datetime, closure: Closure) -> None:
    """Let the Project Lead return the request: the case goes on."""
    lead = life.world.lead_of(life.office)
    with acting(lead, at):
        return_closure(
            closure=closure, reason="Falta la constancia del resultado (ficticio).", user=lead
        )
    life.is_leaving = False


def _reopen(life: Life, at: datetime, closure: Closure) -> None:
    """Let the Project Lead reopen the case: the person has come back. Its agenda begins anew."""
    lead = life.world.lead_of(life.office)
    with acting(lead, at):
        reopen_case(closure=closure, reason="La persona volvió a la oficina (ficticio).", user=lead)
    life.is_closed = life.is_leaving = False
    life.failed_on.clear()
    if life.go_on is not None:
        life.go_on(life, at)
