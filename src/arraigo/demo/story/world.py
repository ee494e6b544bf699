"""What every part of the story shares: the clock, the cast, and one life for each person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from arraigo.accounts.models import User
from arraigo.casework.models import Case, FollowUp
from arraigo.core.context import Actor, Context, acting_as
from arraigo.demo import assumed, published, words
from arraigo.demo.agenda import SATURDAY, Agenda, Days, later, working_hour
from arraigo.demo.chance import Deck
from arraigo.demo.enums import Fate, Journey, Phone, TrainingEnd
from arraigo.demo.institutions import Offered
from arraigo.demo.signature import SIGNATURE
from arraigo.jobs.models import Placement
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Person
from arraigo.plans.models import Plan
from arraigo.profiling.models import Occupation, Profile
from arraigo.territory.models import Municipality, Office


def acting(user: User, at: datetime) -> AbstractContextManager[Context]:
    """Return the context in which `user` works at `at`."""
    return acting_as(Actor.user(user), at=at, purpose="training")


@dataclass
class World:
    """The clock, the cast by key, what is offered, and everybody's life."""

    agenda: Agenda
    begin: date
    users: dict[str, User]
    offices: dict[str, Office]
    offered: Offered
    occupations: dict[str, Occupation]
    dealer: Dealer
    lives: list[Life] = field(default_factory=list)

    def some_moment(self, random: Random) -> datetime:
        """Return a working hour of some day of the story."""
        days = (self.agenda.until.date() - self.begin).days
        return working_hour(random, self.begin + timedelta(days=random.randrange(days)))

    def last_afternoon(self) -> datetime:
        """Return four in the afternoon of the last working day before now."""
        day = self.agenda.until - timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        return day.replace(hour=16)

    def lead_of(self, office: Office) -> User:
        """Return the Project Lead of an office."""
        return self.users[{"ESC": "supervisora", "ESQ": "supervisor.esq"}[office.code]]


@dataclass(frozen=True)
class Traits:
    """What is dealt to a person before her story begins."""

    sex: Sex
    country: str
    ages: tuple[int, int]
    municipality: Municipality
    phone: Phone
    has_cui: bool
    consent: ConsentHow
    source: Any
    worked_abroad: bool
    journey: Journey
    fate: Fate
    trains: bool
    training_end: TrainingEnd
    applies_after_training: bool
    sessions: int
    notes: int
    referrals: int
    applications: int


#: Dealt to each person before her story begins: the names are those of `Traits`.
BEFORE: dict[str, Mapping[Any, float]] = {
    "sex": published.SEX,
    "country": published.COUNTRY,
    "ages": published.AGES,
    "worked_abroad": {True: published.WORKED_ABROAD, False: 1 - published.WORKED_ABROAD},
    "phone": assumed.PHONE,
    "has_cui": assumed.HAS_CUI,
    "consent": assumed.CONSENT,
    "source": assumed.SOURCE,
    "journey": assumed.JOURNEY,
    "fate": assumed.FATE,
    "trains": assumed.TRAINS,
    "training_end": assumed.TRAINING_END,
    "applies_after_training": assumed.APPLIES_AFTER_TRAINING,
    "sessions": assumed.SESSIONS,
    "notes": assumed.NOTES,
    "referrals": assumed.REFERRALS,
    "applications": assumed.APPLIES,
}
#: Dealt when it comes to that.
ON_THE_WAY: dict[str, Mapping[Any, float]] = {
    "answering": assumed.ANSWERING,
    "rejection": assumed.REJECTION,
    "priority": assumed.PRIORITY,
    "plan_returned": assumed.PLAN_RETURNED,
    "plan_amended": assumed.PLAN_AMENDED,
    "certified": assumed.CERTIFIED,
    "certified_without_course": assumed.CERTIFIED_WITHOUT_COURSE,
    "fund": assumed.FUND,
    "note_mark": assumed.NOTE_MARK,
    "loses_it": assumed.LOSES_IT,
    "closure_returned": assumed.CLOSURE_RETURNED,
    "reopened": assumed.REOPENED,
}


class Dealer:
    """Deals what is in `BEFORE` and `ON_THE_WAY`, in the published and assumed shares."""

    def __init__(self, random: Random, offices: dict[str, Office]) -> None:
        decks = {**BEFORE, **ON_THE_WAY}
        self._decks = {name: Deck(random, weights) for name, weights in decks.items()}
        self._promotor = Deck(random, assumed.PROMOTOR)
        self._places = {
            code: Deck(random, {place: place.population_2018 for place in _places_of(office)})
            for code, office in offices.items()
        }

    def draw(self, name: str) -> Any:
        """Return the next card of a deck."""
        return self._decks[name].deal()

    def promotor(self) -> str:
        """Return the key of the promotor who will attend the next person."""
        return self._promotor.deal()

    def traits(self, office: Office) -> Traits:
        """Return the traits of the next person of an office."""
        dealt = {name: self.draw(name) for name in BEFORE}
        return Traits(municipality=self._places[office.code].deal(), **dealt)


def _places_of(office: Office) -> list[Municipality]:
    return list(office.municipalities.order_by("code_ine"))


@dataclass
class Life:
    """One training person: her traits, and what has happened so far.

    Each row of hers is there once its step has happened: `has` tells which. `is_leaving` from
    the day her closure was asked for; `go_on` awaits what her agenda holds when a closed case
    is reopened.
    """

    world: World
    number: int
    traits: Traits
    random: Random
    promotor: User
    office: Office
    person: Person = field(init=False)
    case: Case = field(init=False)
    profile: Profile = field(init=False)
    plan: Plan = field(init=False)
    placement: Placement = field(init=False)
    last_follow_up: FollowUp = field(init=False)
    achieved: list[str] = field(default_factory=list)
    failed_on: list[date] = field(default_factory=list)
    is_closed: bool = False
    is_leaving: bool = False
    go_on: Callable[[Life, datetime], None] | None = None

    def has(self, name: str) -> bool:
        """Tell whether a step has given her this row: case, profile, plan and so on."""
        return name in vars(self)

    @property
    def works(self) -> bool:
        """Tell whether she has a job or business now."""
        return self.has("placement") and self.placement.ended_on is None

    def acting(self, at: datetime) -> AbstractContextManager[Context]:
        """Return the context in which her promotor works at `at`."""
        return acting(self.promotor, at)

    def then(self, at: datetime, step: Callable[[Life, datetime], object]) -> None:
        """Let `step` happen to her at `at`, unless her case is closed by then."""

        def happen(moment: datetime) -> None:
            if not self.is_closed:
                step(self, moment)

        self.world.agenda.plan(at, happen)

    def later(self, at: datetime, days: Days, step: Callable[[Life, datetime], object]) -> None:
        """Let `step` happen to her some days after `at`."""
        self.then(later(self.random, at, days), step)

    def consents(self, *disclosed: Any, guardian: str = "") -> ConsentGiven:
        """Return her consent, given as she gives it, to hand over `disclosed`."""
        how = self.traits.consent
        return ConsentGiven(
            how=how,
            witness_name=words.WITNESS if how == ConsentHow.WITNESS else "",
            signature=SIGNATURE if how == ConsentHow.SIGNATURE else None,
            guardian_name=guardian,
            disclosed_fields=tuple(str(name) for name in disclosed),
        )
