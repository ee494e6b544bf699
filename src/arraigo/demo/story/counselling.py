"""Counselling sessions: what was talked of, what was agreed, and the next step on the agenda."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from arraigo.casework.actions import record_session
from arraigo.casework.enums import Kept
from arraigo.casework.inputs import SessionInput
from arraigo.casework.models import CounsellingSession, Due
from arraigo.demo import assumed, words
from arraigo.demo.chance import pick
from arraigo.demo.story import dues
from arraigo.demo.story.world import Life

#: Topics of the protocol, by the plan's pathway (assumption).
TOPICS = {
    "empleo": ("empleo", "documentos"),
    "negocio": ("negocio", "plan"),
    "formacion": ("formacion", "dificultades"),
    "certificacion": ("formacion", "documentos"),
    "educacion": ("formacion", "documentos"),
    "combinacion": ("plan", "empleo", "formacion"),
}


#: What became of what was agreed, by how often (assumption).
KEPT = {Kept.DONE: 50, Kept.PARTLY: 25, Kept.NOT_YET: 15, Kept.DROPPED: 5, Kept.UNASKED: 5}


def _kept(life: Life, day: date) -> Kept:
    """Return what became of what was agreed last, by a chance of its own."""
    return pick(Random(f"{life.case.code}/{day}/kept"), KEPT)


def plan(life: Life, at: datetime) -> None:
    """Plan the sessions that she will have."""
    days = 0
    for _session in range(life.traits.sessions):
        days += life.random.randint(*assumed.DAYS_BETWEEN_SESSIONS)
        life.later(at, (days, days), hold)


def hold(life: Life, at: datetime) -> None:
    """Hold a session; often a next step is agreed for a day."""
    days = life.random.randint(*assumed.DAYS_TO_NEXT_STEP)
    agreed = life.random.random() < assumed.NEXT_STEP_GIVEN
    hold_with(life, at, at.date() + timedelta(days=days) if agreed else None)


def hold_with(life: Life, at: datetime, next_on: date | None) -> None:
    """Hold a session whose next step, if any, is on a given day."""
    random = life.random
    pathway = life.plan.pathway if life.has("plan") else ""
    with life.acting(at):
        earlier = CounsellingSession.objects.to_ask_about(life.case.pk)
        session = record_session(
            data=SessionInput(
                case=life.case,
                mode=pick(random, assumed.MODE),
                topics=TOPICS.get(pathway, ("orientacion",)),
                occurred_on=at.date(),
                agreements=random.choice(words.SESSION_AGREEMENTS),
                next_step=random.choice(words.NEXT_STEPS) if next_on else "",
                next_on=next_on,
                duration_minutes=random.choice((30, 45, 60)),
                earlier=earlier,
                kept=_kept(life, at.date()) if earlier else None,
            ),
            user=life.promotor,
        )
        due = Due.objects.open().filter(source_id=session.pk).first()
    if due is not None:
        dues.await_due(life, due, dues.finish)
