"""Offering a case to another office, receiving it, giving it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.accounts.models import User
from arraigo.casework.actions.events import lock_open_case, write_event
from arraigo.casework.actions.reassigning import hand_over, managers_of
from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.models.closure import LIVE_STATES
from arraigo.casework.transfers.enums import TransferReason, TransferState
from arraigo.casework.transfers.rules import leads, may_ask
from arraigo.core import clock
from arraigo.core.models import field_id
from arraigo.core.transitions import Refused
from arraigo.people.actions import give_scope
from arraigo.people.enums import ScopeReason
from arraigo.people.models import Person
from arraigo.territory.models import Office


@dataclass(frozen=True, kw_only=True)
class TransferInput:
    """What the other office is told of a case, without saying who it is about."""

    to_office: Office
    reason: TransferReason
    words: str
    person_agreed: bool
    id: uuid.UUID = field(default_factory=field_id)


@transaction.atomic
def ask_transfer(*, case: Case, data: TransferInput, user: Any) -> CaseTransfer:
    """Offer an open case to another office and return the request. The same form twice is one.

    Nothing moves until that office receives it. Raises `Refused` to who neither manages the case
    nor leads its office, when it awaits an answer or its closure, the office is its own or is
    closed, or the person does not agree.
    """
    locked = lock_open_case(case, user)
    earlier = CaseTransfer.objects.filter(pk=data.id, case=locked).first()
    if earlier is not None:
        return earlier
    _check(locked, data, user)
    transfer = CaseTransfer.objects.create(
        id=data.id, case=locked, person_id=locked.person_id,
        from_office_id=locked.office_id, to_office=data.to_office,
        code=locked.code, step_name=locked.step_name, priority=locked.priority,
        municipality_id=locked.person.municipality_id, opened_on=locked.opened_on,
        reason=data.reason, words=data.words.strip(), person_agreed=True, requested_by=user,
    )  # fmt: skip
    _tell(locked, EventKind.TRANSFER_ASKED, transfer, data.to_office.name, user)
    if leads(user, locked.office_id):
        _note_act(transfer, user, locked.office_id, _("Pidió un traslado"))
    return transfer


def _check(case: Case, data: TransferInput, user: Any) -> None:
    if not may_ask(case, user):
        raise Refused(_("Lo pide quien lleva el caso o quien supervisa su oficina."))
    if data.to_office.pk == case.office_id:
        raise Refused(_("El caso ya está en esa oficina. Escoja otra."))
    if not data.to_office.is_active:
        raise Refused(_("Esa oficina ya no atiende. Escoja otra."))
    if not data.person_agreed:
        raise Refused(_("Hable antes con la persona: debe saberlo y estar de acuerdo."))
    if not data.words.strip():
        raise Refused(_("Escriba qué conviene que sepan."))
    if case.closures.filter(state__in=LIVE_STATES).exists():
        raise Refused(_("El caso espera que se certifique su cierre."))
    pending = case.transfers.pending().select_related("to_office").first()
    if pending is not None:
        office = {"office": pending.to_office.name}
        raise Refused(_("Este caso ya espera la respuesta de %(office)s.") % office)


@transaction.atomic
def accept_transfer(*, transfer: CaseTransfer, manager: User, user: Any) -> CaseTransfer:
    """Receive a case: from now on it is this office's, and `manager` has it with its agenda.

    What was done before stays where it counted, and its code stays. The former office goes on
    reading the file: its months are accounted for by it. Accepted twice is once. Raises `Refused`
    to who asked for it or does not lead the receiving office, for a manager who does not work
    there, and when the case was closed or the person withdrew meanwhile.
    """
    _check_may_answer(transfer, user)
    if not managers_of(transfer.to_office_id).filter(pk=manager.pk).exists():
        raise Refused(_("Esa persona no lleva casos en la oficina."))
    # Her office must see the person before it can lock the case, which comes before the rest.
    person = Person(pk=transfer.person_id)
    give_scope(person=person, reason=ScopeReason.CASE, office=transfer.to_office)
    case = lock_open_case(transfer.case, user)
    standing = _locked(transfer)
    if _said_before(standing, TransferState.ACCEPTED, user):
        return standing
    if case.office_id != standing.from_office_id:
        raise Refused(_("El caso ya no está en la oficina que lo ofreció."))
    case.office, case.in_office_since = standing.to_office, clock.today()
    case.save(update_fields=["office", "in_office_since"])
    _answer(
        standing, TransferState.ACCEPTED, user, manager=manager, received_on=case.in_office_since
    )
    way = f"{standing.from_office.name} → {standing.to_office.name}"
    _tell(case, EventKind.TRANSFERRED, standing, way, user)
    words = f"{standing.words}\n\n{standing.requested_by.name}, {standing.from_office.name}"
    hand_over(case, case.assignments.get(until=None), manager, user=user, words=words)
    case.dues.open().update(office=standing.to_office, assigned_to=manager)
    _note_act(standing, user, standing.to_office_id, _("Recibió un caso de otra oficina"))
    return standing


@transaction.atomic
def decline_transfer(*, transfer: CaseTransfer, comment: str, user: Any) -> CaseTransfer:
    """Give an offered case back, saying why; it stays where it is. Twice is once.

    Raises `Refused` to who asked for it or does not lead the receiving office, and without words.
    """
    _check_may_answer(transfer, user)
    standing = _locked(transfer)
    if _said_before(standing, TransferState.DECLINED, user):
        return standing
    if not comment.strip():
        raise Refused(_("Escriba por qué se devuelve."))
    _answer(standing, TransferState.DECLINED, user, comment=comment.strip())
    _note_act(standing, user, standing.to_office_id, _("Devolvió un traslado"))
    return standing


@transaction.atomic
def withdraw_transfer(*, transfer: CaseTransfer, user: Any) -> CaseTransfer:
    """Take an unanswered request back, or put away one that came back. Twice is once.

    Raises `Refused` to who neither manages the case nor leads its office, and for one received.
    """
    case = lock_open_case(transfer.case, user)
    standing = _locked(transfer)
    if not may_ask(case, user) and standing.requested_by_id != user.pk:
        raise Refused(_("Lo retira quien lleva el caso o quien supervisa su oficina."))
    if standing.state == TransferState.ACCEPTED:
        raise Refused(_("La otra oficina ya recibió el caso."))
    if standing.state == TransferState.DECLINED and standing.seen_at is None:
        standing.seen_at = clock.now()
        standing.save(update_fields=["seen_at"])
        _tell(case, EventKind.TRANSFER_DECLINED, standing, standing.comment, user)
    if standing.state == TransferState.REQUESTED:
        _answer(standing, TransferState.WITHDRAWN, user)
        _tell(case, EventKind.TRANSFER_WITHDRAWN, standing, standing.to_office.name, user)
    return standing


def _locked(transfer: CaseTransfer) -> CaseTransfer:
    standing = CaseTransfer.objects.select_for_update(of=("self",), no_key=True)
    return standing.select_related("from_office", "to_office", "requested_by").get(pk=transfer.pk)


def _check_may_answer(transfer: CaseTransfer, user: Any) -> None:
    if not leads(user, transfer.to_office_id):
        raise Refused(_("Lo responde quien supervisa la oficina que lo recibiría."))
    if transfer.requested_by_id == user.pk:
        raise Refused(_("Usted pidió este traslado: lo responde otra persona."))


def _said_before(transfer: CaseTransfer, answer: TransferState, user: Any) -> bool:
    """Tell whether `user` gave this same answer before. Raises `Refused` for any other."""
    if transfer.is_pending:
        return False
    if transfer.state == answer and transfer.answered_by_id == user.pk:
        return True
    state = {"state": transfer.get_state_display().lower()}
    raise Refused(_("Este traslado ya se respondió: %(state)s.") % state)


def _answer(transfer: CaseTransfer, state: TransferState, user: Any, **more: Any) -> None:
    told = {"state": state, "answered_by": user, "answered_at": clock.now(), **more}
    for name, value in told.items():
        setattr(transfer, name, value)
    transfer.save(update_fields=list(told))


def _tell(case: Case, kind: EventKind, transfer: CaseTransfer, summary: str, user: Any) -> None:
    write_event(case=case, kind=kind, source=transfer, summary=summary[:300], user=user)


def _note_act(transfer: CaseTransfer, user: Any, office_id: int, name: Any) -> None:
    note_act(user=user, office_id=office_id, source=transfer, name=name)
