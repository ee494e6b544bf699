"""Asking questions and counting: what was found, the time spent, the server's processor time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lab import percentile
from bench.questions import Question

Ask = Callable[[str], Sequence[str]]


@dataclass
class Outcome:
    """What one way of searching gave, question by question: found, and seconds."""

    found: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # waiting for the database, or a page
    server: float = 0.0  # processor seconds of the database for all questions

    @property
    def recall(self) -> float:
        """Return recall@10."""
        return sum(self.found) / len(self.found)

    def ms(self, share: float) -> float:
        """Return a percentile of the time, in milliseconds."""
        return 1e3 * percentile(self.seconds, share)

    @property
    def server_ms(self) -> float:
        """Return the processor time of the database for one question, in milliseconds."""
        return 1e3 * self.server / len(self.seconds)

    def times(self) -> list[str]:
        """Return p50, p95 and the server's time as they are shown."""
        server = f"{self.server_ms:.1f}" if self.server else ""
        return [f"{self.ms(0.5):.1f}", f"{self.ms(0.95):.1f}", server]

    def cells(self) -> list[str]:
        """Return recall and the times as they are shown."""
        return [f"{self.recall:.3f}", *self.times()]


def measure(questions: Sequence[Question], ask: Ask, user: Any) -> Outcome:
    """Ask each question as `user`, counting the time spent waiting for the database."""
    from arraigo.core.context import Actor, acting_as

    outcome = Outcome()
    with backend_time(outcome):
        for text, meant in questions:
            with acting_as(Actor.user(user), purpose="bench"), database_time() as spent:
                outcome.found.append(meant in ask(text))
            outcome.seconds.append(spent[0])
    return outcome


@contextmanager
def database_time() -> Iterator[list[float]]:
    """Yield a list whose one number grows with the seconds spent in statements."""
    from django.db import connection

    spent = [0.0]

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += time.perf_counter() - began

    with connection.execute_wrapper(timed):
        yield spent


@contextmanager
def backend_time(outcome: Outcome) -> Iterator[None]:
    """Add to `outcome` the processor time that the server spends on this connection meanwhile."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        clock = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")  # nanoseconds on a processor
    began = int(clock.read_text().split()[0])
    yield
    outcome.server += (int(clock.read_text().split()[0]) - began) / 1e9
