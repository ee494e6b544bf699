"""Whether she still works: asked when it is due, and mostly she does."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.demo import assumed
from arraigo.demo.agenda import working_hour
from arraigo.demo.chance import new_id, pick
from arraigo.demo.story.world import Life
from arraigo.jobs.enums import PlacementEvidence, Still
from arraigo.jobs.inputs import CheckInput
from arraigo.jobs.models import Placement
from arraigo.jobs.retention.actions import record_check


def await_all(life: Life, at: datetime) -> None:
    """Await the days on which one asks about her placement, by chances of its own."""
    random = Random(f"{life.case.code}/retention")
    with life.acting(at):
        asked = list(
            Due.objects.of_source(life.placement, DueKind.RETENTION).open().order_by("slot")
        )
    for due in asked:
        day = due.due_on + timedelta(days=random.randint(*assumed.DAYS_AROUND_RETENTION))
        moment = working_hour(random, max(day, at.date()))
        life.then(moment, partial(_ask, due=due, random=random))


def _ask(life: Life, at: datetime, *, due: Due, random: Random) -> None:
    still = pick(random, assumed.STILL_WORKING)
    with life.acting(at):
        if not Due.objects.open().filter(pk=due.pk).exists():
            return
        placement = Placement.objects.get(pk=due.source_id)
        record_check(data=_told(placement, due, still, at, random), user=life.promotor)
        placement.refresh_from_db()
    life.placement = placement
    if still == Still.LEFT:
        life.achieved = [one for one in life.achieved if one not in ("empleo", "negocio_nuevo")]


def _told(placement: Placement, due: Due, still: Still, at: datetime, random: Random) -> CheckInput:
    today = at.date()
    ended = still == Still.LEFT
    last = max(placement.occurred_on, today - timedelta(days=random.randint(1, 20)))
    works = still in (Still.YES, Still.CHANGED)
    return CheckInput(
        id=new_id(random),
        placement=placement,
        days=due.slot,
        still=still,
        occurred_on=today,
        evidence="" if still == Still.UNKNOWN else PlacementEvidence.CALL,
        left_on=last if ended else None,
        left_reason=pick(random, assumed.WHY_LEFT) if ended else "",
        monthly_income=random.choice(assumed.INCOMES) if works and random.random() < 0.5 else None,
    )
