"""Transfers between offices: one that came back with its reason, and one that waits each way."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from arraigo.accounts.models import User
from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.models.closure import LIVE_STATES
from arraigo.casework.transfers.actions import (
    TransferInput,
    ask_transfer,
    decline_transfer,
    withdraw_transfer,
)
from arraigo.casework.transfers.enums import TransferReason
from arraigo.demo.agenda import later
from arraigo.demo.chance import new_id
from arraigo.demo.story.programme import POSITIONS
from arraigo.demo.story.world import World, acting
from arraigo.people.enums import ConsentDecision, ConsentPurpose
from arraigo.people.models import Consent
from arraigo.territory.models import Office

# Assumptions.
DAYS_TO_ANSWER, DAYS_TO_SEE = (1, 4), (0, 2)
WORDS = "Vuelve a vivir con su familia y quiere seguir con su curso (ficticio)."
WHY_NOT = "Ese municipio lo atiende Escuintla: conviene que siga allá (ficticio)."


def plan(world: World, random: Random) -> None:
    """Plan one that comes back half-way, and let each promotor offer one on the last afternoon."""
    for key, code in POSITIONS:
        offer = Offering(world, random, world.users[key], world.offices[code])
        world.agenda.plan(world.some_moment(random), offer.in_vain)
        world.agenda.plan(world.last_afternoon(), offer.leave_one)


class Offering:
    """What one promotor offers to another office."""

    def __init__(self, world: World, random: Random, promotor: User, office: Office) -> None:
        self.world, self.random, self.promotor, self.office = world, random, promotor, office

    def leave_one(self, at: datetime) -> None:
        """Offer one that still waits for its answer."""
        self._ask(at)

    def _ask(self, at: datetime) -> CaseTransfer | None:
        others = [office for office in self.world.offices.values() if office != self.office]
        with acting(self.promotor, at):
            cases = self._may_go()
            if not cases:
                return None
            asked = TransferInput(
                to_office=others[0], reason=TransferReason.MOVED, words=WORDS,
                person_agreed=True, id=new_id(self.random),
            )  # fmt: skip
            case = self.random.choice(cases)
            return ask_transfer(case=case, data=asked, user=self.promotor)

    def in_vain(self, at: datetime) -> None:
        """Offer one that the other office gives back some days later."""
        transfer = self._ask(at)
        if transfer is not None:
            moment = later(self.random, at, DAYS_TO_ANSWER)
            self.world.agenda.plan(moment, lambda then: self._give_back(then, transfer))

    def _may_go(self) -> list[Case]:
        """Return her open cases that wait neither for a closure nor for another office."""
        served = Consent.objects.filter(purpose=ConsentPurpose.SERVICE)
        refused = served.filter(decision=ConsentDecision.WITHDRAWN).values("person")
        cases = Case.objects.open().managed_by(self.promotor).exclude(person__in=refused)
        ending = cases.exclude(closures__state__in=LIVE_STATES)
        waiting = CaseTransfer.objects.pending().values("case")
        return list(ending.exclude(pk__in=waiting).order_by("code"))

    def _give_back(self, at: datetime, transfer: CaseTransfer) -> None:
        lead = self.world.lead_of(transfer.to_office)
        with acting(lead, at):
            standing = CaseTransfer.objects.get(pk=transfer.pk)
            if not standing.is_pending:  # its case closed meanwhile
                return
            decline_transfer(transfer=standing, comment=WHY_NOT, user=lead)
        seen = at + timedelta(days=self.random.randint(*DAYS_TO_SEE), hours=1)
        self.world.agenda.plan(seen, lambda then: self._see(then, transfer))

    def _see(self, at: datetime, transfer: CaseTransfer) -> None:
        with acting(self.promotor, at):
            if transfer.case.closed_on is None:
                withdraw_transfer(transfer=transfer, user=self.promotor)
