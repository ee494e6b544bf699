"""What a version of the protocol would change for the cases that are open today."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from arraigo.casework.models import Case, Due, ProtocolVersion
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as

JOB: Final = Actor.job("casework.weigh_protocol")
#: A protocol is weighed on this many open cases at most, drawn at random.
WEIGHED: Final = 2000

_STANDINGS = """
SELECT kept.step, kept.missing, other.step, other.missing, kase.opened_on, kase.protocol_id
FROM casework_casestate kept JOIN casework_case kase ON kase.id = kept.case_id,
    LATERAL casework_compute_state(kept.case_id, %s::jsonb) other
WHERE kept.case_id = ANY(%s)
"""


@dataclass
class Effects:
    """What would change if the open cases passed to a version.

    `weighed` of `open` cases were looked at. `steps` counts the cases by (step now, step then)
    where those differ, `tasks` by task: how many would have it missing and have not now, and the
    other way round; `late` those that would be beyond the deadline of their step and are not,
    `relieved` the other way round. `dates_gone` and `dates_come` count open follow-up dates that
    would go or come, and `overdue` those that would come already past.
    """

    open: int
    weighed: int
    steps: Counter[tuple[int, int]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    spared: Counter[str] = field(default_factory=Counter)
    late: int = 0
    relieved: int = 0
    dates_gone: int = 0
    dates_come: int = 0
    overdue: int = 0

    @property
    def is_sample(self) -> bool:
        """Tell whether these are figures of a sample."""
        return self.weighed < self.open

    @property
    def is_nothing(self) -> bool:
        """Tell whether no case would notice."""
        changed = self.steps or self.asked or self.spared or self.late or self.relieved
        return not (changed or self.dates_gone or self.dates_come)


def cases_by_version() -> dict[int, int]:
    """Return how many open cases follow each version. Figures only, of all offices."""
    with acting_as(JOB):
        counted = Case.objects.open().values_list("protocol").annotate(Count("pk")).order_by()
        return dict(counted)


def weigh(version: ProtocolVersion, office_id: int | None = None) -> Effects:
    """Return what passing the open cases to a version would change, of one office or of all.

    No case is named. The draw is by the ids, which are random themselves.
    """
    with acting_as(JOB):
        cases = Case.objects.following_another(version.pk, office_id)
        drawn = list(cases.order_by("pk").values_list("pk", flat=True)[:WEIGHED])
        effects = Effects(open=cases.count(), weighed=len(drawn))
        _weigh_steps(effects, version, drawn)
        _weigh_dates(effects, version, drawn)
    return effects


def _weigh_steps(effects: Effects, version: ProtocolVersion, drawn: list[Any]) -> None:
    every = ProtocolVersion.objects.in_bulk()
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, [json.dumps(version.document), drawn])
        for step, missing, then, missing_then, opened_on, protocol_id in cursor.fetchall():
            if step != then:
                effects.steps[step, then] += 1
            effects.asked.update(set(missing_then) - set(missing))
            effects.spared.update(set(missing) - set(missing_then))
            late_now = every[protocol_id].days_late(opened_on, step, missing) > 0
            late_then = version.days_late(opened_on, then, missing_then) > 0
            effects.late += late_then and not late_now
            effects.relieved += late_now and not late_then


def _weigh_dates(effects: Effects, version: ProtocolVersion, drawn: list[Any]) -> None:
    planned = Due.objects.filter(case__in=drawn).of_the_plan()
    today = clock.today()
    by_case: dict[Any, list[tuple[int, Any, bool, str]]] = {}
    rows = planned.values_list("case", "slot", "original_on", "done_at", "case__priority")
    for case_id, slot, day, done_at, priority in rows:
        by_case.setdefault(case_id, []).append((slot, day, done_at is None, priority))
    for dates in by_case.values():
        slot, day, _is_open, priority = dates[0]
        start, wanted = day - timedelta(days=slot), set(version.follow_up_days(priority))
        effects.dates_gone += sum(still and slot not in wanted for slot, _d, still, _p in dates)
        come = wanted - {slot for slot, *_rest in dates}
        effects.dates_come += len(come)
        effects.overdue += sum(start + timedelta(days=days) < today for days in come)


def offices_of_cases(version: ProtocolVersion) -> list[tuple[int, str, int]]:
    """Return the offices with open cases of other versions: id, name, how many."""
    with acting_as(JOB):
        cases = Case.objects.following_another(version.pk)
        counted = cases.values_list("office", "office__name").annotate(Count("pk"))
        return list(counted.order_by("office__name"))
