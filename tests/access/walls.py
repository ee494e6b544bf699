"""Taking one of the two walls away, to see that the other one stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import models

from arraigo.accounts.harvest import middleware
from arraigo.accounts.harvest.counting import Looks
from arraigo.core import context


def filtering() -> list[type[Any]]:
    """Return every class whose own `visible_to` narrows what a user sees."""
    found: set[type[Any]] = set()
    pending: list[type[Any]] = [models.QuerySet]
    while pending:
        kind = pending.pop()
        pending.extend(kind.__subclasses__())
        if "visible_to" in vars(kind) and kind.__module__.startswith("arraigo."):
            found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__qualname__))


@contextmanager
def without_filters() -> Iterator[None]:
    """Let every `visible_to` return all there is: row-level security stands alone."""
    assert apps.ready
    with ExitStack() as patches:
        for kind in filtering():
            patches.enter_context(
                mock.patch.object(kind, "visible_to", lambda self, *_, **__: self.all())
            )
        yield


@contextmanager
def without_policies() -> Iterator[None]:
    """Let the database believe that the system asks: the filters of the application stand alone.

    The system's looks are nobody's, so none are counted.
    """
    tell = context._tell_database

    def as_system(asking: Any) -> None:
        if asking is not None and asking.actor.kind == context.ActorKind.USER:
            asking = replace(asking, actor=context.SYSTEM)
        tell(asking)

    uncounted = mock.patch.object(middleware, "count_looks", return_value=Looks(0, 0, 0, 0))
    with mock.patch.object(context, "_tell_database", as_system), uncounted:
        yield
