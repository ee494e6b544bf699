"""Random histories of cases: after every step the state is what the rooms' tables say, and
nothing forbidden is true, with the protocol changing under open cases.

Many cases live at once, in step, so that one recount and one question about what is forbidden
serve all of them. A failure names the seed; its history is told move by move.
"""

from __future__ import annotations

import os
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from arraigo.casework.models import Case, CaseState
from arraigo.casework.protocol.tests.making import published
from arraigo.casework.tests.making import START, case_of, on_day
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.directory.models import Service
from arraigo.organizations.models import Organization
from tests.histories.forbidden import forbidden
from tests.histories.moves import (
    MOVES,
    Life,
    agree_plan,
    decide_closure,
    profile,
    random_user,
    request_closure,
    review_plan,
)
from tests.histories.recount import OTHER_PARTS, TASKS, Standing, recount

pytestmark = pytest.mark.django_db

STEPS = 8
#: Moves that a few histories may do without.
RARE = {"go_on_training", "lose_job", "end_referral", "set_priority", "decide_consent"}
TOGETHER = 50
#: Batches of one test.
FEW, MANY = 1, 5
#: Histories of the sweep, in tests that the workers share. Ten thousand take two cores half an
#: hour, more than a check of every change may: ARRAIGO_HISTORIES=10000 asks for them.
HISTORIES = int(os.environ.get("ARRAIGO_HISTORIES", "2000"))

#: What some of the cases have behind them when their histories begin.
PLANNED = ((profile, "promotora"), (agree_plan, "promotora"), (review_plan, "supervisora"))
CLOSED = (*PLANNED, (request_closure, "promotora"), (decide_closure, "supervisora"))


@pytest.fixture
def beginnings(cast):
    """The cases that the histories begin with: new, with a plan, on the way to their end."""
    cases = [case_of(cast.promotora) for _number in range(TOGETHER)]
    for number, life in enumerate(lives_of(cast, cases, "beginnings")):
        for move, who in ((), (), PLANNED, CLOSED)[number % 4]:
            step(life, move, who)
    with on_day(cast.administra):
        assert published(cast.administra, **OTHER_PARTS).pk == max(TASKS)
    return cases


def lives_of(cast: Any, cases: list[Case], seed: str) -> list[Life]:
    with acting_as(SYSTEM):
        services = list(Service.objects.active().select_related("organization", "type"))
        issuer = Organization.objects.get(code="intecap")
    return [
        Life(cast, case, cast.promotora, Random(f"{seed}/{number}"), services, issuer)
        for number, case in enumerate(cases)
    ]


def step(life: Life, move: Any, who: str, day: int = 0) -> str:
    """Make a move as somebody and tell it; what is refused leaves nothing behind."""
    life.user = getattr(life.cast, who)
    before, told = life.case, f"day {day}: {move.__name__} by {who}"
    try:
        with acting_as(Actor.user(life.user), at=START + timedelta(days=day)):
            life.case = Case.objects.select_related("person", "protocol").get(pk=before.pk)
            move(life)
    except (Refused, Outdated, ValidationError) as refused:
        life.case = before
        return f"{told}: {refused.message}"
    return told


def random_step(life: Life, day: int) -> str:
    """Let somebody make some move."""
    (move,) = life.rng.choices(list(MOVES), list(MOVES.values()))
    return step(life, move, random_user(life, move), day)


def check(stories: dict[Any, list[str]]) -> None:
    """Compare every case of these persons with its recount, and ask for what is forbidden."""
    with acting_as(SYSTEM):
        cases = list(Case.objects.filter(person__in=stories))
        kept = {
            state.case_id: Standing(
                state.step, state.missing, state.next_due_on, state.last_contact_on, state.priority
            )
            for state in CaseState.objects.filter(case__in=cases)
        }
        told = recount(cases)
        persons = {case.pk: case.person_id for case in cases}
        wrong = {pk: (kept.get(pk), told[pk]) for pk in told if kept.get(pk) != told[pk]}
        for pk, (state, sources) in wrong.items():
            story = "\n".join(stories[persons[pk]])
            pytest.fail(f"the state says {state}\nits sources {sources}\nafter\n{story}")
        for words, pk in forbidden():
            story = "\n".join(stories[persons[pk]])
            pytest.fail(f"{words}\nafter\n{story}")


def live_through(cast: Any, cases: list[Case], seed: str) -> set[str]:
    """Live one history for each case, checking after each step; return the moves made."""
    with transaction.atomic():
        lives = lives_of(cast, cases, seed)
        stories: dict[Any, list[str]] = {case.person_id: [f"seed {seed}"] for case in cases}
        days, made = [0] * len(lives), set()
        for _step in range(STEPS):
            for number, life in enumerate(lives):
                days[number] += life.rng.choice([0, 0, 0, 1, 3, 9, 20])
                told = random_step(life, days[number])
                stories[life.case.person_id].append(told)
                if told.endswith(tuple(life.cast.__dict__)):
                    made.add(told.split()[2])
            check(stories)
        transaction.set_rollback(True)
    return made


@pytest.mark.parametrize("chunk", range(4))
def test_the_state_is_what_the_tables_say(cast, beginnings, chunk):
    made = set()
    for batch in range(FEW):
        made |= live_through(cast, beginnings, f"{chunk}.{batch}")
    assert {move.__name__ for move in MOVES} - made <= RARE


@pytest.mark.sweep
@pytest.mark.parametrize("chunk", range(HISTORIES // (TOGETHER * MANY)))
def test_the_state_is_what_the_tables_say_in_thousands_of_histories(cast, beginnings, chunk):
    for batch in range(MANY):
        live_through(cast, beginnings, f"sweep {chunk}.{batch}")
