"""Activities to come and invitations, as tests make them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from arraigo.casework.models import Case
from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.invitations.actions import invite, plan_activity
from arraigo.coordination.invitations.inputs import InviteInput, PlanInput
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.people.offices import office_of


def planned(user: Any, days: int = 10, **changes: Any) -> PlannedActivity:
    """Return an activity that the user's office plans for some days from today."""
    with acting_as(Actor.user(user)):
        values = {
            "office": office_of(user), "kind": ActivityKind.EVENT, "title": "Feria de empleo",
            "place": "Parque central", "happens_on": clock.today() + timedelta(days=days),
            "starts_at": time(9), **changes,
        }  # fmt: skip
        return plan_activity(data=PlanInput(**values), user=user)


def invited(
    user: Any, *cases: Case, to: PlannedActivity | None = None, **changes: Any
) -> list[Invitation]:
    """Return the invitations of these cases, in one lot."""
    activity = to or planned(user)
    with acting_as(Actor.user(user)):
        data = InviteInput(activity=activity, case_ids=[case.pk for case in cases], **changes)
        return invite(data=data, user=user)
