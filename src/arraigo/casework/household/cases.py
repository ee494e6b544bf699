"""The cases of those a person lives with: seen beside hers, and asked about when hers ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.actions.closures import request_closure
from arraigo.casework.actions.dues import plan_due
from arraigo.casework.actions.events import lock_case
from arraigo.casework.enums import DueKind
from arraigo.casework.household.actions import household_of
from arraigo.casework.household.models import HouseholdMember
from arraigo.casework.inputs import ClosureInput
from arraigo.casework.models import Case, Closure
from arraigo.core import clock
from arraigo.people.models import Person


@dataclass(frozen=True)
class HouseholdCase:
    """A member of the household who may be named, and her case: the open one, else the last."""

    member: HouseholdMember
    person: Person
    case: Case


def cases_of_household(case: Case, user: Any) -> list[HouseholdCase]:
    """Return the cases of those who may be named in the household of `case`'s person.

    The same people as `household_of` names: nothing tells `user` of anybody else, not even how
    many there are. To who may not open the page of a household it is empty.
    """
    if not set(OFFICE_ROLES) & set(user.roles):
        return []
    named = [one for one in household_of(case.person, user) if one.relative is not None]
    if not named:
        return []
    newest_last = F("closed_on").desc(nulls_first=True)
    seen = Case.objects.visible_to(user).filter(person__in=[one.relative for one in named])
    rows = seen.select_related("state", "protocol").order_by(newest_last, "-opened_on")
    latest = {row.person_id: row for row in reversed(rows)}
    return [
        HouseholdCase(one.member, one.relative, latest[one.relative.pk])
        for one in named
        if one.relative is not None and one.relative.pk in latest
    ]


@transaction.atomic
def close_in_household(*, data: ClosureInput, to_review: Collection[Case], user: Any) -> Closure:
    """Ask for the closure, and that whoever manages the cases `to_review` looks whether they go on.

    What stands on her agenda names nobody of the other file: a file may be reserved tomorrow.
    Twice is once, and a case that ended meanwhile needs no review. Raises what `request_closure`
    does.
    """
    # All in one order: two who close cases of one household at once wait for each other.
    locked = {
        row.pk: lock_case(row) for row in sorted({data.case, *to_review}, key=lambda each: each.pk)
    }
    closure = request_closure(data=data, user=user)
    for other in to_review:
        _review(locked[other.pk], closure)
    return closure


def _review(case: Case, closure: Closure) -> None:
    table = closure._meta.db_table
    asked = {"source_table": table, "source_id": closure.pk}
    if case.closed_on is not None or case.dues.filter(**asked).exists():
        return
    plan_due(
        kind=DueKind.TASK,
        title=_("Revisar si este caso sigue"),
        due_on=clock.today(),
        source=closure,
        case=case,
        slot=case.dues.model.objects.filter(**asked).count(),
    )
