"""Whole lives of persons: rows in every room, made through the actions of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection

from arraigo.casework.actions import (
    plan_due,
    postpone_due,
    record_attempt,
    record_follow_up,
    record_note,
    record_session,
)
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Case, Due
from arraigo.casework.tests.making import attempt, follow_up, note, session
from arraigo.coordination.errands.tests.making import finished, given
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.jobs.models import Placement
from arraigo.jobs.tests.making import applied, checked, placed
from arraigo.learning.actions import complete_training
from arraigo.learning.inputs import CompletionInput
from arraigo.learning.tests.making import certified, enrolled
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import ContactPoint, ReturnEvent
from arraigo.plans.tests.making import PNG, SOLVED, approved, drafted
from arraigo.profiling.tests.making import completed, saved
from arraigo.referrals.actions import record_answer
from arraigo.referrals.enums import Answer, Channel
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.tests.making import sent

Step = Callable[[Case, Any, Any], object]


def _as(act: Callable[[Case, Any], object]) -> Step:
    def step(case: Case, user: Any, _lead: Any) -> object:
        with acting_as(Actor.user(user)):
            return act(case, user)

    return step


def _answered(case: Case, user: Any, _lead: Any) -> object:
    referral = sent(case, user)
    with acting_as(Actor.user(user)):
        answer = AnswerInput(answer=Answer.FINISHED)
        return record_answer(referral=referral, answer=answer, channel=Channel.PHONE, user=user)


def _planned(case: Case, user: Any, lead: Any) -> object:
    drafted(case, user, SOLVED)
    return approved(case, user, lead)


def _trained(case: Case, user: Any, _lead: Any) -> object:
    enrolment = enrolled(case, user)
    with acting_as(Actor.user(user)):
        data = CompletionInput(enrolment=enrolment, occurred_on=clock.today())
        return complete_training(data=data, user=user)


def _asked(case: Case, user: Any, _lead: Any) -> object:
    with acting_as(Actor.user(user)):
        placement = Placement.objects.filter(case=case).first()
    return placement and checked(placement, user)


def _signed(case: Case, user: Any) -> object:
    given = ConsentGiven(how=ConsentHow.SIGNATURE, signature=PNG)
    return record_consent(
        person=case.person, purpose=ConsentPurpose.SERVICE, given=given, user=user
    )


def _task(case: Case, _user: Any) -> object:
    on = clock.today() + timedelta(days=4)
    return plan_due(kind=DueKind.TASK, title="Llevar papeles", due_on=on, source=case, case=case)


def _postponed(case: Case, user: Any) -> object:
    due = Due.objects.open().filter(case=case).first()
    later = clock.today() + timedelta(days=9)
    return due and postpone_due(due=due, new_date=later, user=user)


STEPS: dict[str, Step] = {
    "profile": lambda case, user, _lead: saved(case, user) and completed(case, user),
    "plan": _planned,
    "referral": _answered,
    "training": _trained,
    "certificate": lambda case, user, _lead: certified(case, user, number=f"C-{case.code}"),
    "application": lambda case, user, _lead: applied(case, user),
    "placement": lambda case, user, _lead: placed(case, user),
    "retention": _asked,
    "note": _as(lambda case, user: record_note(data=note(case), user=user)),
    "session": _as(
        lambda case, user: record_session(
            data=session(case, next_on=clock.today() + timedelta(days=5)), user=user
        )
    ),
    "follow-up": _as(lambda case, user: record_follow_up(data=follow_up(case), user=user)),
    "attempt": _as(lambda case, user: record_attempt(data=attempt(case), user=user)),
    "signature": _as(_signed),
    "task": _as(_task),
    "postponed": _as(_postponed),
    "return": _as(
        lambda case, _user: ReturnEvent.objects.get_or_create(
            person_id=case.person_id, returned_on="2025-05-05", country="MX"
        )
    ),
    "contact": _as(
        lambda case, _user: ContactPoint.objects.get_or_create(
            person_id=case.person_id, phone="+50255551212"
        )
    ),
    "errand": lambda case, user, lead: finished(given(lead, user, case=case), user),
}


def live(case: Case, user: Any, lead: Any, names: Iterable[str] = STEPS) -> None:
    """Let the person of the case do these steps, in their order."""
    for name in names:
        STEPS[name](case, user, lead)


def some_steps(seed: int) -> list[str]:
    """Return steps for a life, the same for the same seed; a plan needs no profile here."""
    random = Random(seed)
    return [name for name in STEPS if random.random() < 0.6]


#: What only ever grows, or is computed from the rest.
BOOKS = ("people_merge", "people_mergemove", "people_separation", "people_matchsettlement",
         "people_matchdecision", "core_trace", "core_history",
         "people_searchentry", "people_searchword", "people_searchclue")  # fmt: skip


def snapshot() -> dict[tuple[str, str], dict[str, Any]]:
    """Return every row of every room to the letter, by table and key, but the merge's own books.

    The moment at which a case's state was computed is not part of what it says.
    """
    rows = {}
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for model in apps.get_models():
            table, key = model._meta.db_table, model._meta.pk
            ours = model.__module__.startswith("arraigo.")
            if not ours or table in BOOKS or not hasattr(key, "column") or key.column is None:
                continue
            cursor.execute(f"SELECT {key.column}::text, to_jsonb(r) - 'updated_at' FROM {table} r")
            rows.update({(table, pk): json.loads(row) for pk, row in cursor.fetchall()})
    return rows
