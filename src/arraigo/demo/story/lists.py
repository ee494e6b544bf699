"""Lists that IGM sent: one brought in and called, one with rows to correct and people to call."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from arraigo.accounts.models import User
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.reading.tables import Table
from arraigo.demo.agenda import Step
from arraigo.demo.chance import new_id
from arraigo.demo.names import invent_name
from arraigo.demo.story.world import World, acting
from arraigo.organizations.models import Organization
from arraigo.people.enums import Sex
from arraigo.people.leads.actions import contacts, lists
from arraigo.people.leads.actions.work import work
from arraigo.people.leads.columns import propose
from arraigo.people.leads.enums import LeadStep, ListPurpose
from arraigo.people.leads.inputs import Basis, ReceivedFile
from arraigo.people.leads.models import LeadList
from arraigo.people.leads.places import Places
from arraigo.people.offices import office_of

HEADERS = ("NOMBRES", "APELLIDOS", "SEXO", "AÑO DE NACIMIENTO", "TELÉFONO", "MUNICIPIO")


@dataclass(frozen=True)
class Arrival:
    """A list: how long ago, how it is called, how many come well, and cells that are wrong.

    `calls` are results of the first contacts, in order; the others are still to be called.
    """

    days_ago: int
    name: str
    good: int
    wrong: tuple[tuple[int, str], ...]
    calls: tuple[LeadStep, ...]


#: Invented: what lists hold, nobody has published.
ARRIVALS = (
    Arrival(38, "recepcion-ficticia-1.xlsx", 6, (), (
        LeadStep.WILL_COME, LeadStep.WILL_COME, LeadStep.NO_ANSWER, LeadStep.LATER,
        LeadStep.REFUSED, LeadStep.WRONG_NUMBER,
    )),
    Arrival(0, "recepcion-ficticia-2.xlsx", 9, ((4, "5555 01"), (3, "1890"), (5, "Ningún Lugar")),
            (LeadStep.NO_ANSWER,)),
)  # fmt: skip


def plan(world: World, random: Random) -> None:
    """Plan when each list comes to the promotora of Escuintla."""
    for arrival in ARRIVALS:
        at = world.last_afternoon() - timedelta(days=arrival.days_ago)
        world.agenda.plan(at, _coming(world, random, arrival))


def _coming(world: World, random: Random, what: Arrival) -> Step:
    return lambda at: _come(world, random, at, what)


def _come(world: World, random: Random, at: datetime, what: Arrival) -> None:
    user = world.users["promotora"]
    lines = [list(HEADERS), *_rows(random, what)]
    table = Table([(number, line) for number, line in enumerate(lines, start=1)])
    with acting(user, at):
        received = lists.receive_list(
            basis=Basis(
                source=Organization.objects.get(code="igm"),
                agreement="Convenio ficticio 1-2026",
                purpose=ListPurpose.SERVICES,
                handed_by="Encargada ficticia de recepción",
                received_on=at.date(),
            ),
            file=ReceivedFile.of(what.name, repr(lines).encode(), table),
            user=user,
            office=office_of(user),
        )
        fields = propose(lists.layout(received), lists.saved_fields(received), Places())
        lists.set_columns(received=received, fields=fields, user=user)
    _work(received.pk, at)
    with acting(user, at):
        lists.import_list(received=LeadList.objects.get(pk=received.pk), user=user)
    _work(received.pk, at)
    _call(random, user, at + timedelta(minutes=20), received.pk, what.calls)


def _work(list_id: uuid.UUID, at: datetime) -> None:
    with acting_as(SYSTEM, at=at, purpose="training"):
        work(list_id)


def _call(
    random: Random, user: User, at: datetime, list_id: uuid.UUID, results: tuple[LeadStep, ...]
) -> None:
    with acting(user, at):
        leads = LeadList.objects.get(pk=list_id).leads.order_by("sort_key", "pk")
        for lead, result in zip(list(leads), results, strict=False):
            contacts.record_call(lead=lead, result=result, step_id=new_id(random), user=user)


def _rows(random: Random, what: Arrival) -> list[list[str]]:
    """Return invented rows; each of the last ones has one cell that must be corrected."""
    rows = []
    for number in range(what.good + len(what.wrong)):
        sex = random.choice((Sex.FEMALE, Sex.MALE))
        given_names, surnames = invent_name(random, sex)
        rows.append(
            [
                given_names,
                surnames,
                "mujer" if sex == Sex.FEMALE else "hombre",
                str(random.randint(1970, 2004)),
                f"5555 {1000 + 100 * what.days_ago + number:04d}",
                "Escuintla, Escuintla",
            ]
        )
    for row, (column, wrong) in zip(rows[what.good :], what.wrong, strict=True):
        row[column] = wrong
    return rows
