"""Coordination: mechanisms, meetings and their agreements, fairs, communications."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from arraigo.coordination.actions import add_mechanism, agree, fulfil, record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind, Channel, MechanismKind
from arraigo.coordination.inputs import ActivityInput, AgreementInput, MechanismInput
from arraigo.coordination.models import Agreement, Mechanism
from arraigo.demo.agenda import later, working_hour
from arraigo.demo.chance import new_id, pick
from arraigo.demo.story.world import World, acting
from arraigo.territory.models import Office

MECHANISMS = (
    (MechanismKind.TABLE, "Mesa de reintegración (ficticia)"),
    (MechanismKind.DEPARTMENT_COUNCIL, "Comisión de empleo del CODEDE (ficticia)"),
)
TEAM = {"ESC": ("promotora", "promotor"), "ESQ": ("promotora.esq",)}
# Assumptions: what an office does each month, and how well it is shown.
DAYS_BETWEEN = (9, 17)
KINDS = {ActivityKind.MEETING: 60, ActivityKind.EVENT: 22, ActivityKind.COMMUNICATION: 18}
TITLES = {
    ActivityKind.MEETING: ("Reunión mensual de la mesa", "Reunión de seguimiento de referencias"),
    ActivityKind.EVENT: ("Kiosco de empleo", "Charla en la municipalidad", "Feria de servicios"),
    ActivityKind.COMMUNICATION: (
        "Cuña de radio",
        "Publicación en redes",
        "Perifoneo en el mercado",
    ),
}
CHANNELS = {"Cuña de radio": Channel.RADIO, "Publicación en redes": Channel.SOCIAL_MEDIA,
            "Perifoneo en el mercado": Channel.LOUDSPEAKER}  # fmt: skip
EVIDENCE = {ActivityEvidence.MINUTES: 50, ActivityEvidence.LIST: 38, ActivityEvidence.NONE: 12}
AGREED = 0.7
AGREEMENTS = (
    "Enviar la lista de cupos del mes",
    "Compartir el calendario de ferias",
    "Definir la persona de contacto para las boletas",
    "Revisar las referencias sin respuesta",
)
DAYS_TO_FULFIL = (8, 30)
DAYS_LATE = {(-3, 0): 80, (1, 5): 12, (10, 35): 8}


def plan(world: World, random: Random) -> None:
    """Add each office's mechanisms on the first day and plan its activities."""
    for office in world.offices.values():
        user = world.users[TEAM[office.code][0]]
        at = working_hour(random, world.begin)
        with acting(user, at):
            mechanisms = [
                add_mechanism(
                    data=MechanismInput(
                        id=new_id(random), office=office, kind=kind, name=name,
                        members=random.sample(world.offered.members, 4),
                    ),
                    user=user,
                )
                for kind, name in MECHANISMS
            ]  # fmt: skip
        _plan_next(world, random, office, mechanisms, at)


def _plan_next(
    world: World, random: Random, office: Office, mechanisms: list[Mechanism], at: datetime
) -> None:
    def step(then: datetime) -> None:
        _take_part(world, random, office, mechanisms, then)
        _plan_next(world, random, office, mechanisms, then)

    world.agenda.plan(later(random, at, DAYS_BETWEEN), step)


def _take_part(
    world: World, random: Random, office: Office, mechanisms: list[Mechanism], at: datetime
) -> None:
    """Record an activity with who took part; a meeting may leave an agreement."""
    team = [world.users[key] for key in TEAM[office.code]]
    user = random.choice(team)
    kind = pick(random, KINDS)
    title = random.choice(TITLES[kind])
    meeting, communication = (
        kind == ActivityKind.MEETING, kind == ActivityKind.COMMUNICATION
    )  # fmt: skip
    evidence = ActivityEvidence.OTHER if communication else pick(random, EVIDENCE)
    with acting(user, at):
        activity = record_activity(
            data=ActivityInput(
                id=new_id(random),
                office=office,
                kind=kind,
                title=f"{title} (ficticia)",
                occurred_on=at.date(),
                participants=team if random.random() < 0.5 else [user],
                mechanism=random.choice(mechanisms) if meeting else None,
                place="" if communication else office.name,
                channel=CHANNELS.get(title),
                reach=random.randrange(200, 3000, 100) if communication else None,
                evidence=evidence,
            ),
            user=user,
        )
        if not meeting or random.random() > AGREED:
            return
        agreement = agree(
            data=AgreementInput(
                id=new_id(random),
                activity=activity,
                text=random.choice(AGREEMENTS),
                responsible=user,
                due_on=at.date() + timedelta(days=random.randint(*DAYS_TO_FULFIL)),
                counterpart=str(random.choice(world.offered.members)),
            ),
            user=user,
        )
    _plan_fulfilment(world, random, agreement)


def _plan_fulfilment(world: World, random: Random, agreement: Agreement) -> None:
    """Let the agreement be fulfilled around its day, or some time after it."""
    user = agreement.responsible
    day = max(
        agreement.due_on + timedelta(days=random.randint(*pick(random, DAYS_LATE))),
        agreement.activity.occurred_on + timedelta(days=1),
    )

    def step(at: datetime) -> None:
        with acting(user, at):
            fulfil(agreement=agreement, user=user)

    world.agenda.plan(working_hour(random, day), step)
