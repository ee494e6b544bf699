"""Time and typed inputs for the tests of case work."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from tests.factories import opened_case

from arraigo.casework.actions import request_closure
from arraigo.casework.calendar.actions import make_address
from arraigo.casework.enums import AttemptResult, ContactMode, Employment, NoteKind
from arraigo.casework.inputs import (
    AttemptInput,
    ClosureInput,
    FollowUpInput,
    NoteInput,
    SessionInput,
)
from arraigo.casework.models import Case, DrawnCase, QualityCheck, QualityDraw
from arraigo.casework.quality.actions import CheckInput, record_check
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION
from arraigo.casework.quality.enums import ItemAnswer, Reached
from arraigo.casework.quality.lot import new_seed
from arraigo.casework.quality.months import last_month, month_before
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import field_id

START = datetime(2026, 3, 2, 9, 0, tzinfo=GUATEMALA)


@contextmanager
def on_day(user: Any, day: int = 0):
    """Act as `user`, some days after the start."""
    with acting_as(Actor.user(user), at=START + timedelta(days=day)) as context:
        yield context


def case_of(user: Any, **changes: Any) -> Case:
    """Return a case of the user's opened on the first day."""
    with acting_as(Actor.user(user), at=START):
        return opened_case(user, **changes)


def note(case: Case, **changes: Any) -> NoteInput:
    values = {"kind": NoteKind.NOTE, "text": "Quiere soldar", "occurred_on": clock.today()}
    return NoteInput(case=case, **{**values, **changes})


def session(case: Case, **changes: Any) -> SessionInput:
    values = {"mode": ContactMode.OFFICE, "topics": ("empleo",), "occurred_on": clock.today()}
    return SessionInput(case=case, **{**values, **changes})


def follow_up(case: Case, **changes: Any) -> FollowUpInput:
    values = {
        "mode": ContactMode.CALL,
        "employment": Employment.SEARCHING,
        "occurred_on": clock.today(),
    }
    return FollowUpInput(case=case, **{**values, **changes})


def attempt(case: Case, **changes: Any) -> AttemptInput:
    values = {
        "mode": ContactMode.CALL,
        "result": AttemptResult.NO_ANSWER,
        "occurred_on": clock.today(),
    }
    return AttemptInput(case=case, **{**values, **changes})


def closure(case: Case, **changes: Any) -> ClosureInput:
    values = {"reason": "objetivos", "outcome": "positivo", "evidence": "Vio su contrato"}
    return ClosureInput(case=case, **{**values, **changes})


def requested(user: Any, case: Case | None = None, **changes: Any) -> Any:
    """Return the closure that `user` requested ten days after the start."""
    case = case or case_of(user)
    with on_day(user, 10):
        return request_closure(data=closure(case, **changes), user=user)


def drawn_of(case: Case, manager: Any) -> DrawnCase:
    """Return the case, drawn alone for the latest month for which its office has no lot."""
    with acting_as(SYSTEM):
        month, cast = last_month(), QualityDraw.objects.filter(office=case.office_id)
        while cast.filter(month=month).exists():
            month = month_before(month)
        draw = QualityDraw.objects.create(
            office_id=case.office_id, month=month, size=5, seed=new_seed(),
            pool={str(manager.pk): [str(case.pk)]},
        )  # fmt: skip
        return DrawnCase.objects.create(
            draw=draw, case=case, person_id=case.person_id, office_id=case.office_id,
            manager=manager,
        )  # fmt: skip


def answers(**changes: ItemAnswer) -> dict[str, ItemAnswer]:
    """Return «sí» to every item, with `changes`."""
    items = CHECKLISTS[VERSION]
    return {**{item.code: ItemAnswer.YES for item in items}, **changes}


def found(drawn: DrawnCase, **changes: Any) -> CheckInput:
    """Return what was found in a drawn case: all in order, the person not reached."""
    values = {"answers": answers(), "reached": Reached.FAILED}
    return CheckInput(drawn=drawn, **{**values, **changes})


def checked(drawn: DrawnCase, lead: Any, **changes: Any) -> QualityCheck:
    """Return the verification of a drawn case as its lead records it."""
    with acting_as(Actor.user(lead)):
        return record_check(data=found(drawn, **changes), user=lead)


def calendar_of(user: Any) -> str:
    """Return the secret of a new address of the user's calendar."""
    with acting_as(Actor.user(user)):
        _feed, secret = make_address(id=field_id(), user=user)
    return secret
