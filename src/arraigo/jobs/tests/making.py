"""Applications and placements for the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.jobs.actions import apply, place
from arraigo.jobs.enums import LeftReason, Means, PlacementEvidence, PlacementKind, Still
from arraigo.jobs.inputs import ApplicationInput, CheckInput, PlacementInput
from arraigo.jobs.models import Application, Placement, RetentionCheck
from arraigo.jobs.retention.actions import record_check


def applied(case: Case, user: Any, **changes: Any) -> Application:
    """Return an application of the person on 4 May 2026."""
    values = {
        "employer_name": "Panadería Ficticia", "position": "Ayudante", "means": Means.DIRECT,
        "occurred_on": date(2026, 5, 4),
    }  # fmt: skip
    with acting_as(Actor.user(user)):
        return apply(data=ApplicationInput(case=case, **{**values, **changes}), user=user)


#: A job of 40 hours for a year from 4 May 2026.
TYPED = {
    "kind": PlacementKind.EMPLOYED, "position": "Panadera", "occurred_on": date(2026, 5, 4),
    "employer_name": "Panadería Ficticia", "hours_per_week": 40,
    "expected_months": Decimal(12), "evidence": PlacementEvidence.CONTRACT,
}  # fmt: skip


def placed(case: Case, user: Any, **changes: Any) -> Placement:
    """Return a job of 40 hours for a year from 4 May 2026."""
    with acting_as(Actor.user(user)):
        return place(data=PlacementInput(case=case, **{**TYPED, **changes}), user=user)


def business(case: Case, user: Any, **changes: Any) -> Placement:
    """Return a business of her own, without a sale unless one is given."""
    values = {
        "kind": PlacementKind.SELF_EMPLOYED, "employer_name": "", "hours_per_week": None,
        "expected_months": None,
    }  # fmt: skip
    return placed(case, user, **{**values, **changes})


def answer(placement: Placement, **changes: Any) -> CheckInput:
    """Return the typed input of an answer: she said today that she still works at 30 days."""
    values = {
        "days": 30, "still": Still.YES, "evidence": PlacementEvidence.CALL,
        "occurred_on": clock.today(),
    }  # fmt: skip
    if changes.get("still") == Still.LEFT:
        values |= {"left_on": clock.today(), "left_reason": LeftReason.RESIGNED}
    if changes.get("still") == Still.UNKNOWN:
        values["evidence"] = ""
    return CheckInput(placement=placement, **{**values, **changes})


def checked(placement: Placement, user: Any, **changes: Any) -> RetentionCheck:
    """Return what was noted about a placement."""
    with acting_as(Actor.user(user)):
        return record_check(data=answer(placement, **changes), user=user)
