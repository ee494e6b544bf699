"""The moving clock of the training data: steps happen in the order of time and plan others."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from arraigo.core.clock import GUATEMALA

Step = Callable[[datetime], None]
Days = tuple[int, int]
SATURDAY = 5


@dataclass(order=True)
class Moment:
    """Something that will happen at a time; ties keep their order."""

    at: datetime
    number: int
    step: Step = field(compare=False)


class Agenda:
    """Everything that will happen until a moment, which is now."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._numbers = itertools.count()
        self._moments: list[Moment] = []

    def plan(self, at: datetime, step: Step) -> None:
        """Let `step` happen at `at`, unless that is still to come."""
        if at < self.until:
            heapq.heappush(self._moments, Moment(at, next(self._numbers), step))

    def tell(self) -> Iterator[datetime]:
        """Let everything happen in order; yield each moment."""
        while self._moments:
            moment = heapq.heappop(self._moments)
            moment.step(moment.at)
            yield moment.at


def working_hour(random: Random, day: date) -> datetime:
    """Return a moment of the working hours of `day`, or of the Monday after a weekend."""
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    hour = time(random.randint(8, 15), random.randint(0, 59))
    return datetime.combine(day, hour, GUATEMALA)


def later(random: Random, at: datetime, days: Days) -> datetime:
    """Return a working hour some days after `at`; on the same day within the next two hours."""
    count = random.randint(*days)
    if count == 0:
        return at + timedelta(minutes=random.randint(20, 120))
    return working_hour(random, at.date() + timedelta(days=count))
