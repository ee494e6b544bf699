"""Follow-ups: done, failed and tried again, late, and "sigue igual"; until somebody is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from arraigo.casework.actions import record_attempt, record_follow_up
from arraigo.casework.actions.follow_ups import suggested_next
from arraigo.casework.enums import AttemptResult, DueKind, Employment, IncomeChange
from arraigo.casework.inputs import AttemptInput, FollowUpInput
from arraigo.casework.models import Due
from arraigo.demo import assumed, words
from arraigo.demo.chance import pick
from arraigo.demo.enums import Fate
from arraigo.demo.story import closures, dues
from arraigo.demo.story.world import Life

#: What the person answers about her work while nothing has come of it yet (assumption).
WITHOUT_WORK = {
    Employment.SEARCHING: 62, Employment.NONE: 20, Employment.STUDYING: 8,
    Employment.SELF_EMPLOYED: 10,
}  # fmt: skip
INCOME_AT_WORK = {IncomeChange.MORE: 60, IncomeChange.SAME: 35, IncomeChange.LESS: 5}
INCOME_WITHOUT = {IncomeChange.SAME: 60, IncomeChange.LESS: 15, IncomeChange.NO_ANSWER: 25}
SATISFACTION = {5: 22, 4: 44, 3: 22, 2: 9, 1: 3}


def await_all(life: Life, at: datetime) -> None:
    """Await every follow-up on the case's agenda."""
    with life.acting(at):
        planned = life.case.dues.open().filter(kind=DueKind.FOLLOW_UP)
        for due in planned.order_by("due_on", "slot"):
            dues.await_due(life, due, attend)


def attend(life: Life, at: datetime, due: Due) -> None:
    """Try to reach the person about what is due, and note what came of it."""
    chance = assumed.REACHED_AFTER_A_FAILURE if life.failed_on else assumed.REACHED
    lost = life.traits.fate == Fate.LOST and life.has("last_follow_up")
    if lost or life.random.random() > chance:
        _fail(life, at, due)
    else:
        _talk(life, at, due)


def _fail(life: Life, at: datetime, due: Due) -> None:
    """Note the failed attempt; the date moves. Whoever is never reached is closed one day."""
    lost = life.traits.fate == Fate.LOST
    weights = dict(assumed.ATTEMPT)
    if lost:
        del weights[AttemptResult.LATER]
    result = pick(life.random, weights)
    days = life.random.randint(*assumed.DAYS_TO_RETRY_THE_LOST) if lost else None
    with life.acting(at):
        record_attempt(
            data=AttemptInput(
                case=life.case,
                mode=pick(life.random, assumed.MODE),
                result=result,
                occurred_on=at.date(),
                due=due,
                next_on=at.date() + timedelta(days=days) if days else None,
            ),
            user=life.promotor,
        )
        moved = Due.objects.get(pk=due.pk)
    if result != AttemptResult.LATER:
        life.failed_on.append(at.date())
    if closures.give_up(life, at):
        return
    dues.await_due(life, moved, attend)


def _talk(life: Life, at: datetime, due: Due) -> None:
    """Note what the person told; her next date goes to the agenda."""
    life.failed_on.clear()
    random = life.random
    before = life.last_follow_up if life.has("last_follow_up") else None
    same = before is not None and not life.achieved and random.random() < assumed.STILL_THE_SAME
    employment = Employment(before.employment) if same and before else _employment(life)
    with life.acting(at):
        life.last_follow_up = record_follow_up(
            data=FollowUpInput(
                case=life.case,
                mode=pick(random, assumed.MODE),
                occurred_on=at.date(),
                due=due,
                employment=employment,
                income_change=IncomeChange.SAME if same else _income(life, employment),
                satisfaction=pick(random, SATISFACTION),
                difficulties=random.choice(words.DIFFICULTIES) if random.random() < 0.4 else "",
                agreed_actions=random.choice(words.AGREED) if random.random() < 0.5 else "",
                next_on=_next(life, at.date(), due),
                outcomes=tuple(dict.fromkeys(life.achieved)),
                unchanged_since=before if same else None,
            ),
            user=life.promotor,
        )
        agreed = Due.objects.open().filter(source_id=life.last_follow_up.pk).first()
    if agreed is not None:
        dues.await_due(life, agreed, attend)


def _next(life: Life, today: date, due: Due) -> date | None:
    """Return the next date: mostly the one that the agenda already holds."""
    if life.random.random() < assumed.ANOTHER_DATE_AGREED:
        return today + timedelta(days=life.random.randint(*assumed.DAYS_TO_AGREED_DATE))
    return suggested_next(life.case, due)


def _employment(life: Life) -> Employment:
    if life.works:
        own = life.placement.is_self_employment
        return Employment.SELF_EMPLOYED if own else Employment.EMPLOYED
    return pick(life.random, WITHOUT_WORK)


def _income(life: Life, employment: Employment) -> IncomeChange:
    if employment in (Employment.EMPLOYED, Employment.SELF_EMPLOYED):
        return pick(life.random, INCOME_AT_WORK)
    return pick(life.random, INCOME_WITHOUT)
