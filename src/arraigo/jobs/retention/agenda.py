"""When a placement is asked about, and that it is no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _t

from arraigo.casework.actions.dues import Wanted, keep_dates
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Case, Due
from arraigo.core import clock
from arraigo.jobs.models import Placement
from arraigo.jobs.retention.reading import is_known


def plan_case(case: Case) -> None:
    """Put on the agenda of a locked case what is to be asked of its placements."""
    for placement in Placement.objects.told_in(case):
        _plan(placement, case)


def plan_checks(placement: Placement) -> None:
    """Put on the agenda when the placement is to be asked about, as its case's protocol says.

    A closed case asks nothing. To be called with the placement's case locked; repeating it
    changes nothing.
    """
    case = placement.case
    while case.continued_in is not None:
        case = case.continued_in
    _plan(placement, case)


def _plan(placement: Placement, case: Case) -> None:
    wanted = _wanted(placement, case)
    keep_dates(case=case, kind=DueKind.RETENTION, source=placement, wanted=wanted)


def _wanted(placement: Placement, case: Case) -> dict[int, Wanted]:
    if placement.annulled_at is not None or case.closed_on is not None:
        return {}
    checks = list(placement.checks.standing())
    planned = Due.objects.of_source(placement, DueKind.RETENTION).open()
    dates = {
        days: placement.occurred_on + timedelta(days=days) for days in case.protocol.retention_days
    }
    asked = days_to_ask(dates, clock.today(), set(planned.values_list("slot", flat=True)))
    return {
        days: Wanted(dates[days], _t("Permanencia a los %(days)s días") % {"days": days})
        for days in asked
        if not is_known(placement, checks, days)
    }


def days_to_ask(dates: Mapping[int, date], today: date, planned: set[int]) -> list[int]:
    """Return at which days one asks, of `dates` in order: those to come, and the latest gone by.

    What nobody asked in time is asked once, about the longest time; what was `planned` already
    stays on the agenda however late it is.
    """
    gone = [days for days, day in dates.items() if day < today]
    asked = {*planned, *gone[-1:]}
    return [days for days, day in dates.items() if day >= today or days in asked]
