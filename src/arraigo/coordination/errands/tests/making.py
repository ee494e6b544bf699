"""Errands given and done, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from arraigo.casework.models import Case
from arraigo.coordination.errands.actions import finish_errand, give_errands
from arraigo.coordination.errands.inputs import AnswerInput, ErrandInput
from arraigo.coordination.errands.models import Errand
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as

TITLE = "Llevar los afiches a la municipalidad"


def asked(*receivers: Any, case: Case | None = None, **changes: Any) -> ErrandInput:
    """Return what is asked, due in a week."""
    values = {"title": TITLE, "due_on": clock.today() + timedelta(days=7)}
    return ErrandInput(given_to=receivers, case=case, **{**values, **changes})


def given(giver: Any, receiver: Any, *, at: Any = None, **changes: Any) -> Errand:
    """Return an errand that `giver` gave to `receiver`."""
    with acting_as(Actor.user(giver), at=at):
        (errand,) = give_errands(data=asked(receiver, **changes), user=giver)
        return errand


def told(words: str = "Los llevé y los pegaron", **changes: Any) -> AnswerInput:
    """Return what was done, today."""
    return AnswerInput(**{"words": words, "occurred_on": clock.today(), **changes})


def finished(errand: Errand, user: Any, *, at: Any = None, **changes: Any) -> Errand:
    """Return the errand, done by `user`."""
    with acting_as(Actor.user(user), at=at):
        return finish_errand(errand=errand, data=told(**changes), user=user)
