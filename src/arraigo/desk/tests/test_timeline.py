"""The timeline tells what was told each time, and nothing of what was voided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import annul_fact, record_follow_up, record_note, record_session
from arraigo.casework.enums import ContactMode, Employment, NoteKind
from arraigo.casework.inputs import FollowUpInput, NoteInput, SessionInput
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.desk.timeline import events_of, timeline

pytestmark = pytest.mark.django_db


def told(case, user):
    with acting_as(Actor.user(user)):
        return " | ".join(
            str(text) for line in timeline(events_of(case)) for _label, text in line.told
        )


def note(case, user, text, **more):
    with acting_as(Actor.user(user)):
        data = NoteInput(
            case=case, kind=NoteKind.NOTE, text=text, occurred_on=clock.today(), **more
        )
        return record_note(data=data, user=user)


def test_notes_sessions_and_follow_ups_tell_what_was_said(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    note(case, user, "Llamar temprano", is_good_practice=True)
    with acting_as(Actor.user(user)):
        record_session(
            data=SessionInput(
                case=case, mode=ContactMode.OFFICE, topics=("orientacion",),
                occurred_on=clock.today(), agreements="Traerá su DPI",
            ),
            user=user,
        )  # fmt: skip
        record_follow_up(
            data=FollowUpInput(
                case=case, mode=ContactMode.CALL, occurred_on=clock.today(),
                employment=Employment.SEARCHING, difficulties="No hay bus",
            ),
            user=user,
        )  # fmt: skip
    page = told(case, user)
    for words in ("Llamar temprano", "Traerá su DPI", "No hay bus"):
        assert words in page
    with acting_as(Actor.user(user)):
        marks = [str(mark) for line in timeline(events_of(case)) for _kind, mark in line.marks]
    assert marks == ["Buena práctica"]


def test_a_voided_note_keeps_its_line_and_tells_nothing(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    kept = note(case, user, "De otra persona")
    with acting_as(Actor.user(user)):
        annul_fact(fact=kept, user=user, reason="Era de otro caso")
        lines = timeline(events_of(case))
    assert "De otra persona" not in told(case, user)
    assert {"Nota", "Registro anulado"} <= {str(line.title) for line in lines}
    assert not any(line.void for line in lines)


def test_many_notes_cost_no_more_queries(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    counts = []
    for number in range(3):
        note(case, user, f"Nota {number}")
        with acting_as(Actor.user(user)), CaptureQueriesContext(connection) as queries:
            timeline(events_of(case))
        counts.append(len(queries))
    assert len(set(counts)) == 1
