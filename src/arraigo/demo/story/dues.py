"""What is due, and when it is done: on the day, some days late, or forgotten for weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from arraigo.casework.actions import finish_due
from arraigo.casework.models import Due
from arraigo.demo import assumed
from arraigo.demo.agenda import working_hour
from arraigo.demo.chance import pick
from arraigo.demo.story.world import Life


def await_due(life: Life, due: Due, do: Callable[[Life, datetime, Due], None]) -> None:
    """Let `do` happen when the due's day has come, if it is still open then."""
    late = life.random.randint(*assumed.DAYS_LATE[pick(life.random, assumed.PUNCTUALITY)])

    def happen(life: Life, at: datetime) -> None:
        with life.acting(at):
            standing = Due.objects.open().filter(pk=due.pk).first()
        if standing is not None:
            do(life, at, standing)

    life.then(working_hour(life.random, due.due_on + timedelta(days=late)), happen)


def finish(life: Life, at: datetime, due: Due) -> None:
    """Mark it done."""
    with life.acting(at):
        finish_due(due=due)
