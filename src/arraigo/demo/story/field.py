"""Phones in the field: visits noted without a signal, and two deliveries that need somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final
from xml.sax.saxutils import escape

from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.demo import words
from arraigo.demo.agenda import Step
from arraigo.demo.chance import new_id
from arraigo.demo.story.world import World, acting
from arraigo.demo.whole import savepoints
from arraigo.field.devices.actions import enrol
from arraigo.field.models import Device, XFormVersion
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.people.offices import office_of

FORM: Final = "nota_visita"
#: Whose phone, how it is called, and how many days ago it noted a visit.
PHONES: Final = (
    ("promotora", "El mío", (9, 8, 6, 5, 2, 1)),
    ("promotora.esq", "El de la oficina", (7, 3, 1)),
)
_NOTE: Final = (
    '<data id="{form}" version="{version}"><started_at>{at}</started_at><ended_at>{at}</ended_at>'
    "<what><case_id>{case}</case_id><kind>visit</kind><occurred_on>{day}</occurred_on>"
    "<text>{text}</text><duration_minutes>60</duration_minutes></what>"
    "<meta><instanceID>uuid:{name}</instanceID></meta></data>"
)


def plan(world: World, random: Random) -> None:
    """Plan when each phone is set up and what it delivers."""
    for key, name, ago in PHONES:
        user, end = world.users[key], world.last_afternoon()
        world.agenda.plan(end - timedelta(days=10), _set_up(user, name, random))
        for days in ago:
            world.agenda.plan(end - timedelta(days=days), _visit(user, random))
    world.agenda.plan(world.last_afternoon(), _unsettled(world.users["promotora"], random))


def _set_up(user: User, name: str, random: Random) -> Step:
    def step(at: datetime) -> None:
        with acting(user, at):
            enrol(id=new_id(random), user=user, name=name)

    return step


def _visit(user: User, random: Random) -> Step:
    def step(at: datetime) -> None:
        with acting(user, at):
            mine = Case.objects.open().managed_by(user).filter(opened_on__lt=at.date())
            case = random.choice(list(mine.order_by("opened_on", "code")))
            _deliver(user, _written(random, at, case.pk))

    return step


def _unsettled(user: User, random: Random) -> Step:
    """One about somebody whose registration has not come, and one that came twice, differently."""

    def step(at: datetime) -> None:
        with acting(user, at), savepoints():
            _deliver(user, _written(random, at, new_id(random)))
            twice = Case.objects.open().managed_by(user).order_by("opened_on", "code").first()
            if twice is not None:
                name = new_id(random)
                for _time in range(2):
                    _deliver(user, _written(random, at, twice.pk, name))

    return step


def _written(random: Random, at: datetime, case_id: object, name: object = None) -> bytes:
    text = random.choice(words.NOTES)
    version = XFormVersion.objects.current().get(form__form_id=FORM).version
    return _NOTE.format(
        form=FORM, version=version, at=at.isoformat(), case=case_id, day=at.date(),
        text=escape(text), name=name or new_id(random),
    ).encode()  # fmt: skip


def _deliver(user: User, xml: bytes) -> None:
    device = Device.objects.in_force().filter(user=user).first()
    receive(delivery=Delivery(xml), user=user, office=office_of(user), device=device)
