"""Complaints, sealed: only the focal point of PEAS reads them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from arraigo.core.context import ANONYMOUS, acting_as
from arraigo.demo.agenda import Step, later
from arraigo.demo.chance import new_id
from arraigo.demo.story.world import World, acting
from arraigo.public.complaints.actions import (
    ComplaintInput,
    Told,
    attend_complaint,
    close_complaint,
    read_complaint,
    receive_complaint,
)
from arraigo.public.complaints.enums import ComplaintChannel, ComplaintKind
from arraigo.public.complaints.models import Complaint


@dataclass(frozen=True)
class Happening:
    """A complaint: how long ago, which way it came, what it tells, and how far it got."""

    days_ago: int
    channel: ComplaintChannel
    kind: ComplaintKind
    text: str
    is_attended: bool = True
    is_closed: bool = True


#: Invented, and few: how many there would be nobody has published.
HAPPENINGS = (
    Happening(150, ComplaintChannel.PAGE, ComplaintKind.SERVICE,
              "El curso no fue el que me dijeron (queja ficticia)."),
    Happening(96, ComplaintChannel.PAPER, ComplaintKind.TREATMENT,
              "Me hablaron mal en la ventanilla (queja ficticia)."),
    Happening(61, ComplaintChannel.PHONE, ComplaintKind.MONEY,
              "Me pidieron dinero por inscribirme (queja ficticia)."),
    Happening(33, ComplaintChannel.IN_PERSON, ComplaintKind.DATA,
              "Dieron mi teléfono a otra persona (queja ficticia)."),
    Happening(9, ComplaintChannel.PAGE, ComplaintKind.ABUSE,
              "Alguien me pidió un favor a cambio de un cupo (queja ficticia).", is_closed=False),
    Happening(0, ComplaintChannel.PAGE, ComplaintKind.OTHER,
              "Nadie contesta el teléfono de la oficina (queja ficticia).", is_attended=False),
)  # fmt: skip


def plan(world: World, random: Random) -> None:
    """Plan what comes, and how the focal point attends it; the last one waits."""
    for happening in HAPPENINGS:
        at = world.last_afternoon() - timedelta(days=happening.days_ago)
        if at.date() >= world.begin:
            world.agenda.plan(at, _coming(world, random, happening))


def _coming(world: World, random: Random, happening: Happening) -> Step:
    def come(at: datetime) -> None:
        ident = new_id(random)
        with acting_as(ANONYMOUS, at=at, purpose="training"):
            receive_complaint(
                data=ComplaintInput(
                    id=ident,
                    told=Told(kind=happening.kind, text=happening.text),
                    channel=happening.channel,
                )
            )
        if happening.is_attended:
            world.agenda.plan(
                at + timedelta(hours=random.randint(2, 20)),
                lambda then: _attend(world, random, then, ident, happening),
            )

    return come


def _attend(world: World, random: Random, at: datetime, ident: uuid.UUID, what: Happening) -> None:
    focal_point = world.users["peas"]
    with acting(focal_point, at):
        complaint = Complaint.objects.get(pk=ident)
        read_complaint(complaint=complaint, user=focal_point)
        attend_complaint(complaint=complaint, user=focal_point, note="Se dio acuse (ficticio).")

    def close(then: datetime) -> None:
        with acting(focal_point, then):
            close_complaint(
                complaint=Complaint.objects.get(pk=ident), user=focal_point,
                note="Se habló con quien atendió y con su institución (ficticio).",
            )  # fmt: skip

    if what.is_closed:
        world.agenda.plan(later(random, at, (4, 15)), close)
