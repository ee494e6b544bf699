"""Errands: what the leads ask of their promotores, what came of it, and reminders of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.coordination.errands.actions import (
    accept_errand,
    finish_errand,
    give_errands,
    return_errand,
)
from arraigo.coordination.errands.inputs import AnswerInput, ErrandInput, ReturnInput
from arraigo.coordination.errands.models import Errand
from arraigo.coordination.errands.rules import may_finish
from arraigo.demo.agenda import later
from arraigo.demo.chance import new_id
from arraigo.demo.story.programme import POSITIONS
from arraigo.demo.story.world import Life, World, acting

# Assumptions.
A_MONTH = 1.5
ABOUT_A_CASE = 0.3
DONE, RETURNED, JUDGED = 0.9, 0.2, 0.85
DAYS_GIVEN, DAYS_TO_DO, DAYS_TO_JUDGE = (3, 9), (1, 9), (0, 4)
OF_THE_OFFICE = {
    "Llevar los afiches de la feria a la municipalidad (ficticio)": "Se entregaron y los pegaron.",
    "Confirmar el salón para la mesa de empleo (ficticio)": "Confirmado por teléfono.",
    "Actualizar los horarios del directorio (ficticio)": "Llamé a todas y los corregí.",
    "Mandar las fotos del kiosco (ficticio)": "Enviadas por correo.",
}
OF_A_CASE = {
    "Pedir la constancia que falta (ficticio)": "La trajo y quedó en documentos.",
    "Preguntar si pudo inscribirse (ficticio)": "Sí se inscribió.",
}
OWN = "Ordenar las boletas del mes (ficticio)"
MISSING = "Falta decir con quién se habló."


def plan(world: World, random: Random) -> None:
    """Plan what each promotor is asked over the months; the last one still waits."""
    days = (world.agenda.until.date() - world.begin).days
    for key, code in POSITIONS:
        asking = Asking(world, random, world.users[key], world.lead_of(world.offices[code]))
        for _time in range(round(A_MONTH * days / 30)):
            world.agenda.plan(world.some_moment(random), asking.ask)
        world.agenda.plan(world.last_afternoon(), asking.leave_some)


class Asking:
    """What one promotor is asked by her lead, and by herself."""

    def __init__(self, world: World, random: Random, promotor: User, lead: User) -> None:
        self.world, self.random, self.promotor, self.lead = world, random, promotor, lead

    def ask(self, at: datetime) -> None:
        """Give an errand, about a case or about nobody; most are done some days later."""
        case = self._some_case() if self.random.random() < ABOUT_A_CASE else None
        said = OF_THE_OFFICE if case is None else OF_A_CASE
        title = self.random.choice(list(said))
        errand = self._give(self.lead, title, at, self.random.randint(*DAYS_GIVEN), case)
        if self.random.random() < DONE:
            moment = later(self.random, at, DAYS_TO_DO)
            self.world.agenda.plan(moment, lambda then: self._do(then, errand, said[title]))

    def leave_some(self, at: datetime) -> None:
        """Leave one for the next day, and a reminder of her own for the one after."""
        self._give(self.lead, next(iter(OF_THE_OFFICE)), at, 1, None)
        self._give(self.promotor, OWN, at, 2, None)

    def _some_case(self) -> Case | None:
        cases = [life.case for life in self.world.lives if self._is_open(life)]
        return self.random.choice(cases) if cases else None

    def _is_open(self, life: Life) -> bool:
        return life.promotor == self.promotor and life.has("case") and not life.is_closed

    def _give(self, giver: User, title: str, at: datetime, days: int, case: Case | None) -> Errand:
        wanted = ErrandInput(
            title, at.date() + timedelta(days=days), [self.promotor], case=case,
            lot=new_id(self.random),
        )  # fmt: skip
        with acting(giver, at):
            (errand,) = give_errands(data=wanted, user=giver)
        return errand

    def _do(self, at: datetime, errand: Errand, words: str) -> None:
        answer = AnswerInput(words, at.date(), new_id(self.random))
        with acting(self.promotor, at):
            standing = Errand.objects.get(pk=errand.pk)
            if not may_finish(standing, self.promotor):  # its case closed meanwhile
                return
            finish_errand(errand=standing, data=answer, user=self.promotor)
        if self.random.random() < JUDGED:
            moment = later(self.random, at, DAYS_TO_JUDGE)
            self.world.agenda.plan(moment, lambda then: self._judge(then, errand, answer))

    def _judge(self, at: datetime, errand: Errand, answer: AnswerInput) -> None:
        with acting(self.lead, at):
            standing = Errand.objects.select_related("due__case").get(pk=errand.pk)
            case = standing.due.case
            is_closed = case is not None and case.closed_on is not None
            was_returned = standing.answers.count() > 1  # it is right the second time
            if is_closed or was_returned or self.random.random() >= RETURNED:
                accept_errand(
                    errand=standing, answer_id=answer.id, comment="Gracias.", user=self.lead
                )
                return
            day = at.date() + timedelta(days=self.random.randint(*DAYS_GIVEN))
            return_errand(
                errand=standing, answer_id=answer.id, data=ReturnInput(MISSING, day),
                user=self.lead,
            )  # fmt: skip
        moment = later(self.random, at, DAYS_TO_DO)
        words = f"{answer.words} Hablé con la encargada."
        self.world.agenda.plan(moment, lambda then: self._do(then, errand, words))
