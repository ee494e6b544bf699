"""Verification of quality: each month's lot, what the lead found, and what was corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from arraigo.casework.models import DrawnCase, QualityCheck
from arraigo.casework.quality.actions import CheckInput, mark_corrected, record_check
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION, result_of
from arraigo.casework.quality.drawing import draw_cases
from arraigo.casework.quality.enums import TOLD, Confirms, ItemAnswer, Reached, Result
from arraigo.casework.quality.months import last_month, month_after, month_of
from arraigo.core.context import SYSTEM, acting_as
from arraigo.demo import assumed
from arraigo.demo.agenda import later, working_hour
from arraigo.demo.story.world import World, acting
from arraigo.territory.models import Office

SATISFACTION = (3, 4, 4, 5)


def plan(world: World, random: Random) -> None:
    """Plan the lot of each office on the first working days after each month."""
    month = month_after(month_of(world.begin))
    while month <= world.agenda.until.date():
        for office in world.offices.values():
            world.agenda.plan(working_hour(random, month), _drawing(world, random, office))
        month = month_after(month)


def _drawing(world: World, random: Random, office: Office) -> Callable[[datetime], None]:
    def draw(at: datetime) -> None:
        lead = world.lead_of(office)
        with acting(lead, at):
            cast = draw_cases(office=office, month=last_month(), user=lead)
            drawn = list(cast.cases.order_by("manager", "pk"))
        is_last = month_after(month_of(at.date())) > world.agenda.until.date()
        for each in drawn:
            if not is_last or random.random() < assumed.VERIFIED_OF_LAST_MONTH:
                moment = later(random, at, assumed.DAYS_TO_VERIFY)
                world.agenda.plan(moment, _verifying(world, random, each))

    return draw


def _verifying(world: World, random: Random, drawn: DrawnCase) -> Callable[[datetime], None]:
    def verify(at: datetime) -> None:
        lead = world.lead_of(world.offices[drawn.office.code])
        with acting(lead, at):
            check = record_check(data=_found(random, drawn, at), user=lead)
        is_old = world.agenda.until - at > assumed.CORRECTED_AFTER_ALL
        if check.awaits_correction and (random.random() < assumed.CORRECTED or is_old):
            moment = later(random, at, assumed.DAYS_TO_CORRECT_WORK)
            world.agenda.plan(moment, _correcting(check))

    with acting_as(SYSTEM):
        drawn = DrawnCase.objects.select_related("draw", "case", "office").get(pk=drawn.pk)
    return verify


def _found(random: Random, drawn: DrawnCase, at: datetime) -> CheckInput:
    answers = {item.code: _answer(random) for item in CHECKLISTS[VERSION]}
    reached, confirms = _reached(random), Confirms.ALL
    if random.random() < assumed.NOT_ALL_CONFIRMED:
        confirms = Confirms.PARTLY
    told = reached in TOLD
    result = result_of(VERSION, answers, confirms if told else "")
    wrong = result != Result.CONFORMS
    return CheckInput(
        drawn=drawn, answers=answers, reached=reached, confirms=confirms if told else "",
        satisfaction=random.choice(SATISFACTION) if told else None,
        differs="El horario del curso es otro (ficticio)."
        if told and confirms == Confirms.PARTLY else "",
        observations="Falta completar lo marcado con «No» (ficticio)." if wrong else "",
        correction="Completar lo marcado con «No» (ficticio)." if wrong else "",
        correct_by=at.date() + timedelta(days=10) if wrong else None,
    )  # fmt: skip


def _answer(random: Random) -> ItemAnswer:
    return ItemAnswer.NO if random.random() < assumed.ITEM_FAILS else ItemAnswer.YES


def _reached(random: Random) -> Reached:
    chance = random.random()
    if chance < assumed.VERIFIED_BY_VISIT:
        return Reached.VISIT
    if chance < assumed.VERIFIED_BY_VISIT + assumed.VERIFIED_BY_CALL:
        return Reached.CALL
    return Reached.FAILED


def _correcting(check: QualityCheck) -> Callable[[datetime], None]:
    def correct(at: datetime) -> None:
        with acting(check.manager, at):
            mark_corrected(check=check, note="Ya se completó (ficticio).", user=check.manager)

    return correct
