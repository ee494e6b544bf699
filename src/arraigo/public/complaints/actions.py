"""Writes about complaints."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock, sealing
from arraigo.core.context import Actor, ActorKind, acting_as
from arraigo.core.transitions import Refused, advance
from arraigo.public.complaints import tasks
from arraigo.public.complaints.enums import ComplaintChannel, ComplaintKind, ComplaintState, Step
from arraigo.public.complaints.models import Complaint, ComplaintEvent, ComplaintKey
from arraigo.public.complaints.receipts import Receipt
from arraigo.public.complaints.transitions import TRANSITIONS


@dataclass(frozen=True)
class Told:
    """What somebody told: all of it is sealed. Name and contact are empty if she prefers."""

    kind: ComplaintKind
    text: str
    place: str = ""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class ComplaintInput:
    """A complaint as it came; the id is the form's."""

    told: Told
    channel: ComplaintChannel = ComplaintChannel.PAGE
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def receive_complaint(*, data: ComplaintInput) -> Receipt:
    """Keep a complaint, sealed with a key of its own, tell the focal points; return the receipt.

    Nobody is named as its author: whoever is logged in leaves no trace here. The same form sent
    twice, or by two at once, is one complaint with one receipt. Raises `Refused` without words.
    """
    if not data.told.text.strip():
        raise Refused(_("Cuéntenos qué pasó."))
    receipt = Receipt.of(data.id)
    wrapped = sealing.new_wrapped_key()
    try:
        with transaction.atomic():
            complaint = Complaint(
                id=data.id,
                number=receipt.number,
                receipt_hash=receipt.hash,
                channel=data.channel,
                sealed=_seal(wrapped, asdict(data.told), data.id),
            )
            complaint.save(force_insert=True)
            ComplaintKey(complaint=complaint, wrapped=wrapped).save(force_insert=True)
    except IntegrityError:
        if state_of(receipt) is None:
            raise
        return receipt
    tasks.tell_focal_points.defer()
    return receipt


def _seal(wrapped: bytes, content: Any, complaint_id: uuid.UUID) -> bytes:
    written = json.dumps(content, ensure_ascii=False).encode()
    return sealing.seal(wrapped, written, complaint_id.bytes)


def _unseal(complaint: Complaint, sealed: bytes | memoryview) -> Any:
    wrapped = bytes(complaint.key.wrapped)
    return json.loads(sealing.unseal(wrapped, bytes(sealed), complaint.pk.bytes))


def state_of(receipt: Receipt) -> Complaint | None:
    """Return the complaint of a receipt, its sealed words left out, or None for a wrong one."""
    with acting_as(Actor(ActorKind.LINK, receipt.hash)):
        return Complaint.objects.defer("sealed").filter(receipt_hash=receipt.hash).first()


def read_complaint(*, complaint: Complaint, user: Any) -> Told:
    """Return what was told, and note that `user` read it."""
    ComplaintEvent.objects.create(complaint=complaint, name=Step.READ, by=user)
    told = _unseal(complaint, complaint.sealed)
    return Told(**{**told, "kind": ComplaintKind(told["kind"])})


def notes_of(complaint: Complaint) -> list[tuple[ComplaintEvent, str]]:
    """Return the steps of a complaint with their notes, latest first; readings apart."""
    events = complaint.events.exclude(name=Step.READ).select_related("by").order_by("-id")
    return [
        (event, _unseal(complaint, event.sealed_note) if event.sealed_note else "")
        for event in events
    ]


@transaction.atomic
def attend_complaint(*, complaint: Complaint, user: Any, note: str = "") -> Complaint:
    """Acknowledge a complaint and take it up; it stops the 24 hours. Twice is once.

    Raises `Refused` once it is closed; for anybody but the focal point there is no such row.
    """
    if complaint.state == ComplaintState.IN_ATTENTION:
        return complaint
    advance(TRANSITIONS, Step.ATTEND, complaint, user, user.roles, acknowledged_at=clock.now())
    return _note(complaint, Step.ATTEND, user, note)


@transaction.atomic
def close_complaint(*, complaint: Complaint, user: Any, note: str) -> Complaint:
    """Close a complaint with what was done about it. Twice is once.

    Raises `Refused` without a note and before it is taken up.
    """
    if not note.strip():
        raise Refused(_("Escriba qué se hizo."))
    if complaint.state == ComplaintState.CLOSED:
        return complaint
    advance(TRANSITIONS, Step.CLOSE, complaint, user, user.roles, closed_at=clock.now())
    return _note(complaint, Step.CLOSE, user, note)


def _note(complaint: Complaint, step: Step, user: Any, note: str) -> Complaint:
    wrapped = bytes(complaint.key.wrapped)
    sealed = _seal(wrapped, note.strip(), complaint.pk) if note.strip() else None
    ComplaintEvent.objects.create(complaint=complaint, name=step, by=user, sealed_note=sealed)
    return complaint
