"""What happens to the training persons: one moving clock, the same actions as the pages."""

from __future__ import annotations

import heapq
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from arraigo.accounts.models import User
from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import Case
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import Actor, acting_as
from arraigo.demo.names import invent_name
from arraigo.directory.models import Service
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.offices import office_of
from arraigo.referrals.actions import record_answer, send_referral
from arraigo.referrals.enums import Answer, Channel, DisclosedField, Priority
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral
from arraigo.territory.models import Municipality

#: Published shares: 12.4 % women and 12 % from Mexico (2025), ages by band (2024).
WOMEN, FROM_MEXICO = 0.124, 0.12
AGES = ((19, 30, 58.0), (31, 40, 23.5), (41, 60, 18.5))
ANSWERED, ATTENDED, FINISHED = 0.75, 0.7, 0.65
NEEDS = ("Quiere certificar su oficio", "Busca empleo estable", "Quiere aprender un oficio")

Step = Callable[[datetime], None]


@dataclass(order=True)
class Moment:
    """Something that will happen at a time; ties keep their order."""

    at: datetime
    number: int
    step: Step = field(compare=False)


class Story:
    """A seeded agenda: steps happen in the order of time and plan further steps."""

    def __init__(self, seed: int, until: datetime) -> None:
        self.random = Random(seed)
        self.until = until
        self._numbers = itertools.count()
        self._agenda: list[Moment] = []

    def plan(self, at: datetime, step: Step) -> None:
        """Let `step` happen at `at`, unless that is still to come today."""
        if at < self.until:
            heapq.heappush(self._agenda, Moment(at, next(self._numbers), step))

    def tell(self) -> Iterator[datetime]:
        """Let everything happen in order; yield each moment."""
        while self._agenda:
            moment = heapq.heappop(self._agenda)
            moment.step(moment.at)
            yield moment.at

    def working_hour(self, day: date) -> datetime:
        """Return a moment of the working hours of `day`, or of the Monday after a weekend."""
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        hour = time(self.random.randint(8, 15), self.random.randint(0, 59))
        return datetime.combine(day, hour, GUATEMALA)

    def later(self, at: datetime, days: tuple[int, int]) -> datetime:
        """Return a working hour some days after `at`."""
        return self.working_hour(at.date() + timedelta(days=self.random.randint(*days)))


class PersonStory:
    """One training person: registered, a case, referrals, answers, services received."""

    def __init__(self, story: Story, promotor: User, services: list[Service]) -> None:
        self.story, self.promotor, self.services = story, promotor, services
        self.random = story.random

    def begin(self, at: datetime) -> None:
        """Register the person and open her case."""
        with acting_as(Actor.user(self.promotor), at=at, purpose="training"):
            office = office_of(self.promotor)
            place = self.random.choice(list(office.municipalities.order_by("code_ine")))
            person = register_person(
                data=self._registration(at, place), user=self.promotor, office=office
            )
            case = open_case(
                person=person,
                office=office,
                source=self.random.choice(list(Source)),
                user=self.promotor,
            )
        self.story.plan(self.story.later(at, (1, 12)), lambda then: self.refer(then, case))
        if self.random.random() < 0.35:
            self.story.plan(self.story.later(at, (20, 45)), lambda then: self.refer(then, case))

    def _registration(self, at: datetime, place: Municipality) -> Registration:
        sex = Sex.FEMALE if self.random.random() < WOMEN else Sex.MALE
        given, surnames = invent_name(self.random, sex)
        youngest, oldest, _share = self.random.choices(AGES, [share for *_ages, share in AGES])[0]
        return Registration(
            id=uuid.UUID(int=self.random.getrandbits(128), version=4),
            given_names=given,
            surnames=surnames,
            sex=sex,
            birth_year=at.year - self.random.randint(youngest, oldest),
            municipality=place,
            phone=f"+5025550{self.random.randint(1000, 9999)}",
            returned_on=at.date() - timedelta(days=self.random.randint(5, 90)),
            country="MX" if self.random.random() < FROM_MEXICO else "US",
            consent=_witnessed(),
            is_training=True,
        )

    def refer(self, at: datetime, case: Case) -> None:
        """Send the person to a service she is not at, and plan the institution's answer."""
        with acting_as(Actor.user(self.promotor), at=at, purpose="training"):
            at_now = Referral.objects.open().filter(case=case).values_list("service", flat=True)
            free = [service for service in self.services if service.pk not in set(at_now)]
            referral = send_referral(
                data=ReferralInput(
                    case=case,
                    service=self.random.choice(free),
                    need=self.random.choice(NEEDS),
                    priority=self.random.choices(list(Priority), [1, 3, 12])[0],
                ),
                consent_given=_witnessed(DisclosedField.NAME, DisclosedField.PHONE),
                user=self.promotor,
            )
        if self.random.random() < ANSWERED:
            self.story.plan(self.story.later(at, (1, 9)), lambda then: self.answer(then, referral))

    def answer(self, at: datetime, referral: Referral) -> None:
        """Let the institution say whether she came, and plan what she received."""
        came = self.random.random() < ATTENDED
        self._tell(at, referral, Answer.ATTENDED if came else Answer.ABSENT)
        if came and self.random.random() < FINISHED:
            self.story.plan(self.story.later(at, (5, 25)), lambda then: self.finish(then, referral))

    def finish(self, at: datetime, referral: Referral) -> None:
        """Let the institution say that she received the service, with its proof."""
        proof = f"Constancia {self.random.randint(100, 999)} (ficticia)"
        self._tell(at, referral, Answer.FINISHED, proof)

    def _tell(self, at: datetime, referral: Referral, answer: Answer, proof: str = "") -> None:
        with acting_as(Actor.link("training", referral.person_id), at=at, purpose="training"):
            record_answer(
                referral=Referral.objects.get(pk=referral.pk),
                answer=AnswerInput(answer=answer, occurred_on=at.date(), evidence_note=proof),
                channel=Channel.MESSAGE,
            )


def _witnessed(*disclosed: Any) -> ConsentGiven:
    return ConsentGiven(
        how=ConsentHow.WITNESS,
        witness_name="Testigo de Práctica",
        disclosed_fields=tuple(str(name) for name in disclosed),
    )
