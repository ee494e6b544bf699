"""Notes and visits; some are marked as good practice or challenge for the monthly report."""

from __future__ import annotations

from datetime import datetime

from arraigo.casework.actions import record_note
from arraigo.casework.enums import NoteKind
from arraigo.casework.inputs import NoteInput
from arraigo.demo import assumed, words
from arraigo.demo.chance import pick
from arraigo.demo.story.world import Life

TEXTS = {"": words.NOTES, "practice": words.GOOD_PRACTICES, "challenge": words.CHALLENGES}


def plan(life: Life, at: datetime) -> None:
    """Plan the notes that her case will have."""
    days = 0
    for _note in range(life.traits.notes):
        days += life.random.randint(*assumed.DAYS_BETWEEN_NOTES)
        life.later(at, (days, days), write)


def write(life: Life, at: datetime) -> None:
    """Write one."""
    mark = life.world.dealer.draw("note_mark")
    kind = pick(life.random, assumed.NOTE_KIND)
    with life.acting(at):
        record_note(
            data=NoteInput(
                case=life.case,
                kind=kind,
                text=life.random.choice(TEXTS[mark]),
                occurred_on=at.date(),
                duration_minutes=60 if kind == NoteKind.VISIT else None,
                is_good_practice=mark == "practice",
                is_challenge=mark == "challenge",
            ),
            user=life.promotor,
        )
