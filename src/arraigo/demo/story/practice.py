"""What the last afternoon leaves for each to practise: nothing of it hangs on luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from arraigo.accounts.models import User
from arraigo.demo.story import closures, counselling, plans
from arraigo.demo.story.world import Life, World

#: Appointments of each promotor today, and as many tomorrow.
APPOINTMENTS = 3


def plan(world: World) -> None:
    """Plan the last afternoon of every promotor."""
    promotores = {life.promotor.pk: life.promotor for life in world.lives}
    for promotor in promotores.values():
        world.agenda.plan(world.last_afternoon(), _afternoon_of(world, promotor))


def _afternoon_of(world: World, promotor: User) -> Callable[[datetime], None]:
    def afternoon(at: datetime) -> None:
        _meet(at, _with_plan(world, promotor))
        _leave_plans(at, _profiled(world, promotor))
        _leave_closures(at, _with_plan(world, promotor))

    return afternoon


def _open_lives(world: World, promotor: User) -> Iterator[Life]:
    for life in world.lives:
        mine = life.promotor == promotor and life.has("case")
        if mine and not life.is_closed and not life.is_leaving:
            yield life


def _with_plan(world: World, promotor: User) -> Iterator[Life]:
    """Yield who has a plan and was reached since, the newest first."""
    lives = [life for life in _open_lives(world, promotor) if life.has("last_follow_up")]
    return iter(reversed(lives))


def _profiled(world: World, promotor: User) -> Iterator[Life]:
    """Yield who has told her whole profile and has no plan yet."""
    for life in _open_lives(world, promotor):
        if life.has("profile") and life.profile.is_complete and not life.has("plan"):
            yield life


def _meet(at: datetime, lives: Iterator[Life]) -> None:
    """Hold sessions whose next step is today or tomorrow."""
    tomorrow = at.date() + timedelta(days=1)
    for number, life in zip(range(2 * APPOINTMENTS), lives, strict=False):
        today = life.world.agenda.until.date()
        counselling.hold_with(life, at, max(tomorrow, today + timedelta(days=number % 2)))


def _leave_plans(at: datetime, lives: Iterator[Life]) -> None:
    """Leave a draft, a plan that awaits its review, and one that was returned."""
    for life, leave in zip(lives, (plans.write, _sign, _send_back), strict=False):
        leave(life, at)


def _sign(life: Life, at: datetime) -> None:
    plans.write(life, at)
    plans.sign(life, at)


def _send_back(life: Life, at: datetime) -> None:
    _sign(life, at)
    plans.send_back(life, at)


def _leave_closures(at: datetime, lives: Iterator[Life]) -> None:
    """Leave one closure that awaits its certification, and one that was returned."""
    for number, life in zip(range(2), lives, strict=False):
        closure = closures.ask(life, at, closures.END_OF_SUPPORT)
        if number and closure is not None:
            closures.send_back(life, at, closure)
