"""Six threads do the same thing on committed data, and one effect remains."""

from __future__ import annotations

import pytest
from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- the fixture

from arraigo.casework.actions import (
    certify_closure,
    record_attempt,
    record_follow_up,
    record_session,
    request_closure,
    schedule_follow_ups,
    write_event,
)
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.enums import EventKind
from arraigo.casework.ledger import rebuild_states
from arraigo.casework.models import (
    Case,
    CaseEvent,
    Closure,
    CounsellingSession,
    FollowUp,
    ProtectionNote,
)
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    correct_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern
from arraigo.casework.tests.making import attempt, closure, follow_up, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.pictures.cleaning import clean_picture
from arraigo.core.tests.pictures import photo

pytestmark = pytest.mark.xdist_group("races")


def test_one_effect_each_and_the_state_counts_them_all(committed):  # noqa: F811
    me, lead = committed.promotora, committed.supervisora
    case = opened_case(me)
    today = clock.today()

    at_once(me, lambda _me: schedule_follow_ups(case=case, start=today, priority="media"))
    with acting_as(SYSTEM):
        assert case.dues.count() == 6
        due = case.dues.earliest("due_on")

    at_once(me, lambda user: record_follow_up(data=follow_up(case, due=due), user=user))
    told = session(case)
    at_once(me, lambda user: record_session(data=told, user=user))
    tried = attempt(case)
    at_once(me, lambda user: record_attempt(data=tried, user=user))
    with acting_as(SYSTEM):
        assert FollowUp.objects.count() == 1
        assert CounsellingSession.objects.count() == 1
        assert CaseEvent.objects.filter(kind=EventKind.CONTACT_ATTEMPT).count() == 1

    kinds = iter([EventKind.PROFILE_COMPLETED, EventKind.PLAN_AGREED] * 3)
    at_once(me, lambda user: write_event(case=case, kind=next(kinds), source=case, user=user))
    with acting_as(SYSTEM):
        write_event(case=case, kind=EventKind.PLAN_REVIEWED, source=case)
        assert rebuild_states() == (1, [])
        assert Case.objects.select_related("state").get().state.step == 4

    at_once(me, lambda user: request_closure(data=closure(case), user=user))
    with acting_as(SYSTEM):
        asked = Closure.objects.get()
    at_once(lead, lambda user: certify_closure(closure=Closure.objects.get(), user=user))
    with acting_as(Actor.user(lead)):
        asked.refresh_from_db()
        assert asked.certified_by == lead
        assert CaseEvent.objects.filter(kind=EventKind.CASE_CLOSED).count() == 1
        assert not case.dues.open().exists()
        assert rebuild_states() == (1, [])


def test_one_document_one_note_and_one_correction(committed, settings, tmp_path):  # noqa: F811
    settings.FILES_ROOT = tmp_path
    me, case = committed.promotora, opened_case(committed.promotora)
    picture = clean_picture(photo())
    paper = DocumentInput(case=case, kind=DocumentKind.PROOF, picture=picture)
    at_once(me, lambda user: attach(data=paper, user=user))
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1

    def told():
        words = Confided(Concern.HEALTH, "Toma medicina")
        return ProtectionInput(case=case, told=words, occurred_on=clock.today())

    first = told()
    notes = at_once(me, lambda user: write_protection_note(data=first, user=user))
    assert {note.pk for note in notes} == {first.id}
    newer = at_once(me, lambda user: correct_protection_note(note=notes[0], data=told(), user=user))
    assert sum(isinstance(each, ProtectionNote) for each in newer) == 1
