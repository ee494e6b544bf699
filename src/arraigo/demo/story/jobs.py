"""Jobs: applications wherever they are made, placements and businesses, held or lost."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from arraigo.demo import assumed, words
from arraigo.demo.chance import new_id, pick
from arraigo.demo.enums import Fate
from arraigo.demo.story import closures, retention
from arraigo.demo.story.world import Life
from arraigo.jobs.actions import apply, end_placement, place, record_first_sale
from arraigo.jobs.ages import WorkingAge, working_age
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.jobs.models import Placement
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentPurpose

# Assumptions.
MEANS = {
    Means.DIRECT: 30, Means.FAIR: 18, Means.TU_EMPLEO: 16, Means.VUME: 14, Means.NETWORKS: 12,
    Means.ACQUAINTANCE: 8, Means.OTHER: 2,
}  # fmt: skip
EVIDENCE = {
    PlacementEvidence.CONTRACT: 34, PlacementEvidence.EMPLOYER: 26, PlacementEvidence.CALL: 40,
}  # fmt: skip
HOURS, CASUAL_HOURS = (44, 44, 48, 30), (8, 12, 16)
MONTHS, CASUAL_MONTHS = ("3", "6", "12"), ("0.5", "1")
WITH_FATE = (Fate.JOB, Fate.CASUAL, Fate.BUSINESS)


def plan(life: Life, at: datetime) -> None:
    """Plan her applications, and the job or business if one comes of them."""
    for _application in range(life.traits.applications):
        life.later(at, assumed.DAYS_TO_APPLY, apply_for_one)
    if life.traits.fate in WITH_FATE:
        life.later(at, assumed.DAYS_TO_LIVELIHOOD, begin)


def _is_adult(life: Life, at: datetime) -> bool:
    return working_age(life.person.birth_year, at.date()) is WorkingAge.ADULT


def apply_for_one(life: Life, at: datetime) -> None:
    """Note an application; nobody under 18 is helped to one."""
    if not _is_adult(life, at):
        return
    with life.acting(at):
        apply(
            data=ApplicationInput(
                id=new_id(life.random),
                case=life.case,
                employer_name=life.random.choice(words.EMPLOYERS),
                position=_position(life),
                means=pick(life.random, MEANS),
                occurred_on=at.date(),
            ),
            user=life.promotor,
        )


def begin(life: Life, at: datetime) -> None:
    """Note that she began to work; sometimes it is lost again, and a good end closes the case."""
    if not _is_adult(life, at):
        return
    own = life.traits.fate == Fate.BUSINESS
    told = _business(life, at) if own else _job(life, at)
    with life.acting(at):
        if told.evidence == PlacementEvidence.EMPLOYER:
            record_consent(
                person=life.person, purpose=ConsentPurpose.EMPLOYER, given=life.consents(),
                user=life.promotor,
            )  # fmt: skip
        life.placement = place(data=told, user=life.promotor)
    retention.await_all(life, at)
    if own:
        life.later(at, assumed.DAYS_TO_FIRST_SALE, sell)
    elif life.traits.fate == Fate.JOB:
        life.achieved.append("empleo")
    if life.world.dealer.draw("loses_it"):
        life.later(at, assumed.DAYS_HELD, lose)
    elif life.traits.fate != Fate.CASUAL:
        life.later(at, assumed.DAYS_TO_SUCCEED, closures.succeed)


def _job(life: Life, at: datetime) -> PlacementInput:
    random, casual = life.random, life.traits.fate == Fate.CASUAL
    return PlacementInput(
        id=new_id(random),
        case=life.case,
        kind=PlacementKind.EMPLOYED,
        position=_position(life),
        occurred_on=at.date(),
        evidence=pick(random, EVIDENCE),
        employer_name=random.choice(words.EMPLOYERS),
        hours_per_week=random.choice(CASUAL_HOURS if casual else HOURS),
        expected_months=Decimal(random.choice(CASUAL_MONTHS if casual else MONTHS)),
    )


def _business(life: Life, at: datetime) -> PlacementInput:
    return PlacementInput(
        id=new_id(life.random),
        case=life.case,
        kind=PlacementKind.SELF_EMPLOYED,
        position=life.random.choice(words.BUSINESSES),
        occurred_on=at.date(),
        evidence=PlacementEvidence.CALL,
    )


def sell(life: Life, at: datetime) -> None:
    """Note the first sale of the business: from now on it is a livelihood."""
    with life.acting(at):
        life.placement = record_first_sale(
            placement=_standing(life), sold_on=at.date(), user=life.promotor
        )
    life.achieved.append("negocio_nuevo")


def lose(life: Life, at: datetime) -> None:
    """Note the last day of her job or business, unless it is known already."""
    with life.acting(at):
        standing = _standing(life)
        if standing.ended_on is not None:
            return
        life.placement = end_placement(placement=standing, ended_on=at.date(), user=life.promotor)
    life.achieved = [each for each in life.achieved if each not in ("empleo", "negocio_nuevo")]


def _standing(life: Life) -> Placement:
    return Placement.objects.get(pk=life.placement.pk)


def _position(life: Life) -> str:
    return life.profile.occupation_words.capitalize()
