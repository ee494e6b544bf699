"""The end of a case: requested, certified or returned by another person, reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.casework.actions.dues import cancel_open_dues, restore_dues, schedule_follow_ups
from arraigo.casework.actions.events import lock_case, lock_visible_case, write_event
from arraigo.casework.enums import AttemptResult, ClosureState, DueKind, EventKind
from arraigo.casework.inputs import ClosureInput
from arraigo.casework.models import Case, CaseTransfer, Closure, ContactAttempt, FollowUp
from arraigo.casework.models.closure import LIVE_STATES
from arraigo.casework.planners import plan_anew
from arraigo.casework.transitions import CERTIFY, REOPEN, RETURN, TRANSITIONS
from arraigo.core import clock
from arraigo.core.transitions import Refused, advance


@transaction.atomic
def request_closure(*, data: ClosureInput, user: Any) -> Closure:
    """Ask for the case to be closed and return the closure, which awaits its certification.

    Asked twice, or by two at once, it is the one that stands. Raises `Refused` for a closed
    case, codes the protocol does not know, no evidence, or «no localizada» too soon.
    """
    case = lock_visible_case(data.case, user)
    standing = case.closures.filter(state__in=LIVE_STATES).first()
    if standing is not None:
        return standing
    if case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    _check(case, data)
    closure = Closure.objects.create(
        id=data.id,
        case=case,
        person_id=case.person_id,
        office_id=case.office_id,
        reason=data.reason,
        outcome=data.outcome,
        evidence=data.evidence.strip(),
        last_follow_up=FollowUp.objects.latest_of(case.pk),
        requested_by=user,
    )
    write_event(
        case=case,
        kind=EventKind.CLOSURE_REQUESTED,
        source=closure,
        summary=f"{closure.reason_label} · {closure.outcome_label}",
        user=user,
    )
    return closure


def _check(case: Case, data: ClosureInput) -> None:
    if data.reason not in dict(case.protocol.choices("reasons")):
        raise Refused(_("Escoja el motivo."))
    if data.outcome not in dict(case.protocol.choices("results")):
        raise Refused(_("Escoja el resultado."))
    if not data.evidence.strip():
        raise Refused(_("Escriba la evidencia del resultado."))
    rule = case.protocol.document["unreachable"]
    if data.reason == rule["reason"] and not is_unreachable(case):
        raise Refused(
            _("«No localizada» necesita %(attempts)s intentos en %(days)s días o más.")
            % {"attempts": rule["attempts"], "days": rule["days"]}
        )


def is_unreachable(case: Case) -> bool:
    """Tell whether enough attempts failed, far enough apart, since the person last answered.

    The protocol says how many and how far (`unreachable`).
    """
    rule = case.protocol.document["unreachable"]
    failed = ContactAttempt.objects.standing().filter(case=case).exclude(result=AttemptResult.LATER)
    reached = FollowUp.objects.latest_of(case.pk)
    if reached is not None:
        failed = failed.filter(occurred_on__gte=reached.occurred_on)
    days = list(failed.order_by("occurred_on").values_list("occurred_on", flat=True))
    apart = timedelta(days=rule["days"])
    return len(days) >= rule["attempts"] and days[-1] - days[0] >= apart


@transaction.atomic
def certify_closure(*, closure: Closure, user: Any) -> Closure:
    """Certify the result and close the case; its agenda ends. Twice is once.

    Raises `Refused` to who requested it, manages the case or does not lead the office.
    """
    case = lock_case(closure.case)
    standing = Closure.objects.get(pk=closure.pk)
    if standing.state == ClosureState.CERTIFIED and standing.certified_by_id == user.pk:
        return standing
    advance(
        TRANSITIONS,
        CERTIFY,
        closure,
        user,
        user.roles,
        certified_at=clock.now(),
        certified_by=user,
    )
    cancel_open_dues(case)
    case.closed_on = clock.today()
    case.save(update_fields=["closed_on"])
    CaseTransfer.objects.end_with(case)
    summary = f"{closure.reason_label} · {closure.outcome_label}"
    for kind in (EventKind.CLOSURE_CERTIFIED, EventKind.CASE_CLOSED):
        write_event(case=case, kind=kind, source=closure, summary=summary, user=user)
    _note_act(closure, user, _("Certificó un cierre"))
    return closure


@transaction.atomic
def return_closure(*, closure: Closure, reason: str, user: Any) -> Closure:
    """Give the request back, saying what is missing; the case goes on. Twice is once."""
    return _end(closure, RETURN, EventKind.CLOSURE_RETURNED, reason, user)


@transaction.atomic
def reopen_case(*, closure: Closure, reason: str, user: Any) -> Closure:
    """Reopen a closed case, saying why; its agenda is back and its follow-ups planned anew.

    Twice is once. Raises `Refused` when the person has another open case.
    """
    ended = _end(closure, REOPEN, EventKind.CASE_REOPENED, reason, user)
    case = lock_case(closure.case)
    if case.dues.filter(kind=DueKind.FOLLOW_UP).exists():
        schedule_follow_ups(case=case, start=clock.today(), priority=case.priority)
    plan_anew(case)
    return ended


def _end(closure: Closure, name: str, kind: EventKind, reason: str, user: Any) -> Closure:
    case = lock_case(closure.case)
    standing = Closure.objects.get(pk=closure.pk)
    if standing.state == TRANSITIONS[name].target:
        return standing
    if not reason.strip():
        raise Refused(_("Escriba por qué."))
    told = reason.strip()[:300]
    advance(
        TRANSITIONS,
        name,
        closure,
        user,
        user.roles,
        ended_at=clock.now(),
        ended_by=user,
        ended_reason=told,
    )
    if name == REOPEN:
        _open_again(case, closure)
    write_event(case=case, kind=kind, source=closure, summary=told, user=user)
    _note_act(closure, user, _("Reabrió un caso") if name == REOPEN else _("Devolvió un cierre"))
    return closure


def _note_act(closure: Closure, user: Any, name: Any) -> None:
    note_act(user=user, office_id=closure.office_id, source=closure, name=name)


def _open_again(case: Case, closure: Closure) -> None:
    case.closed_on = None
    try:
        with transaction.atomic():
            case.save(update_fields=["closed_on"])
    except IntegrityError as error:
        raise Refused(_("La persona ya tiene otro caso abierto.")) from error
    if closure.certified_at is not None:
        restore_dues(case, closure.certified_at)
