"""Authorisations that the promotores ask for: authorised, returned and corrected, denied."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from arraigo.contracts.authorisations.actions import (
    AuthorisationInput,
    decide,
    request_authorisation,
    resubmit,
)
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.contracts.authorisations.models import Authorisation
from arraigo.demo.agenda import later
from arraigo.demo.chance import Deck, new_id, pick
from arraigo.demo.story.programme import POSITIONS
from arraigo.demo.story.world import World, acting
from arraigo.territory.models import Office

# Assumptions.
A_MONTH = 1.2
KINDS = {
    AuthorisationKind.TRAVEL: 46, AuthorisationKind.EXPENSE: 20, AuthorisationKind.EVENT: 16,
    AuthorisationKind.CAPITAL: 10, AuthorisationKind.ABSENCE: 8,
}  # fmt: skip
REASONS = {
    AuthorisationKind.TRAVEL: "Visitas a personas en las aldeas (ficticio)",
    AuthorisationKind.EXPENSE: "Pasajes de personas a la evaluación (ficticio)",
    AuthorisationKind.EVENT: "Kiosco de empleo en la municipalidad (ficticio)",
    AuthorisationKind.CAPITAL: "Reunión de coordinación (ficticia)",
    AuthorisationKind.ABSENCE: "Cita médica (ficticia)",
}
DECISIONS = {Step.AUTHORISE: 74, Step.RETURN: 16, Step.DENY: 10}
COMMENTS = {Step.AUTHORISE: "", Step.RETURN: "¿Qué día exactamente?", Step.DENY: "No hay fondos."}
CORRECTED = 0.6
DAYS_TO_DECIDE = (1, 4)


def plan(world: World, random: Random) -> None:
    """Plan what each promotor asks for, and one request that still waits."""
    decisions = Deck(random, DECISIONS)
    days = (world.agenda.until.date() - world.begin).days
    for key, code in POSITIONS:
        asking = Asking(world, random, key, world.offices[code], decisions)
        for _request in range(round(A_MONTH * days / 30)):
            world.agenda.plan(world.some_moment(random), asking.ask)
        world.agenda.plan(world.last_afternoon(), asking.ask)


class Asking:
    """One promotor's requests and what the Project Lead decides."""

    def __init__(
        self, world: World, random: Random, key: str, office: Office, decisions: Deck[Step]
    ) -> None:
        self.world, self.random, self.office, self.decisions = world, random, office, decisions
        self.user, self.lead = world.users[key], world.lead_of(office)

    def ask(self, at: datetime) -> None:
        """Ask for something; the Project Lead decides some days later."""
        kind = pick(self.random, KINDS)
        with acting(self.user, at):
            asked = request_authorisation(
                data=self._wanted(kind, at), office=self.office, user=self.user
            )
        self.world.agenda.plan(
            later(self.random, at, DAYS_TO_DECIDE), lambda then: self._decide(then, asked)
        )

    def _wanted(self, kind: AuthorisationKind, at: datetime) -> AuthorisationInput:
        starts_on = at.date() + timedelta(days=self.random.randint(3, 12))
        expense = kind == AuthorisationKind.EXPENSE
        return AuthorisationInput(
            id=new_id(self.random),
            kind=kind,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=self.random.choice((0, 0, 1))),
            reason=REASONS[kind],
            amount=Decimal(self.random.randrange(100, 900, 50)) if expense else None,
        )

    def _decide(self, at: datetime, asked: Authorisation) -> None:
        step = self.decisions.deal()
        with acting(self.lead, at):
            decide(asked=_now(asked), step=step, comment=COMMENTS[step], user=self.lead)
        if step == Step.RETURN and self.random.random() < CORRECTED:
            moment = later(self.random, at, DAYS_TO_DECIDE)
            self.world.agenda.plan(moment, lambda then: self._correct(then, asked))

    def _correct(self, at: datetime, asked: Authorisation) -> None:
        with acting(self.user, at):
            standing = _now(asked)
            kind = AuthorisationKind(standing.kind)
            resubmit(asked=standing, data=self._wanted(kind, at), user=self.user)
        moment = later(self.random, at, DAYS_TO_DECIDE)
        self.world.agenda.plan(moment, lambda then: self._decide(then, asked))


def _now(asked: Authorisation) -> Authorisation:
    return Authorisation.objects.get(pk=asked.pk)
