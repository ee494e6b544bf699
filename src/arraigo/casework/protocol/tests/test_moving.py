"""Open cases pass to another version: their agenda and state with them, nothing done is lost."""

from datetime import timedelta

import pytest

from arraigo.casework.actions import finish_due, request_closure, schedule_follow_ups
from arraigo.casework.enums import EventKind
from arraigo.casework.ledger import rebuild_states
from arraigo.casework.models import CaseEvent, CaseState
from arraigo.casework.protocol.moving import ask_to_move, carry_out, move_case
from arraigo.casework.protocol.preview import weigh
from arraigo.casework.protocol.tests.making import published
from arraigo.casework.tests.making import START, case_of, closure, on_day
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db
OWN_TASK = {"task": "papeleria", "label": "Llevar su papelería", "kinds": ["document_added"]}


def asks_for_papers(user):
    """Publish a version whose first step after opening also asks for a document."""
    profile = {"task": "profile", "kinds": ["profile_completed"]}
    return published(
        user, steps_of_1={"checks": [profile, OWN_TASK]}, follow_ups={"default": [20, 40]}
    )


@pytest.fixture
def planned(cast, case):
    """The case with follow-ups after 15, 30… days, the first one done."""
    with on_day(cast.promotora):
        first, *_rest = schedule_follow_ups(case=case, start=START.date())
        finish_due(due=first)
    return case


def test_the_preview_says_what_the_move_then_does(cast, planned):
    with on_day(cast.administra, 30):
        version = asks_for_papers(cast.administra)
        effects = weigh(version)
        assert (effects.open, effects.weighed, effects.is_sample) == (1, 1, False)
        assert effects.asked == {"papeleria": 1}
        assert (effects.dates_gone, effects.dates_come, effects.overdue) == (5, 2, 1)
        order = ask_to_move(version=version, office=None, user=cast.administra)
        carry_out(order.pk)
        order.refresh_from_db()
        assert (order.moved, order.finished_at is not None) == (1, True)
        assert weigh(version).open == 0
    with on_day(cast.promotora, 30):
        planned.refresh_from_db()
        assert planned.protocol == version
        state = CaseState.objects.get(case=planned)
        assert (state.step, state.missing) == (1, ["profile", "papeleria"])
        dates = {due.slot: due.original_on for due in planned.dues.open()}
        assert dates == {days: START.date() + timedelta(days=days) for days in (20, 40)}
        assert planned.dues.filter(slot=15, done_at__isnull=False).exists()
        told = CaseEvent.objects.get(case=planned, kind=EventKind.PROTOCOL_MOVED)
        assert told.summary == f"Versión {version.pk}"
    with acting_as(SYSTEM):
        assert rebuild_states() == (1, [])


def test_a_shorter_deadline_is_told_before_it_bites(cast, case):
    with on_day(cast.administra, 12):
        version = published(cast.administra, steps_of_1={"deadline_days": 10})
        effects = weigh(version)
        assert (effects.late, effects.relieved, effects.is_nothing) == (1, 0, False)
    with on_day(cast.administra, 15):
        assert weigh(version).late == 1
    with on_day(cast.administra, 16):
        assert weigh(version).late == 0  # late either way


def test_moving_twice_moves_once(cast, planned):
    with on_day(cast.administra, 30):
        version = asks_for_papers(cast.administra)
    with on_day(cast.promotora, 30):
        move_case(case=planned, version=version)
        move_case(case=planned, version=version)
        assert CaseEvent.objects.filter(case=planned, kind=EventKind.PROTOCOL_MOVED).count() == 1
        assert planned.dues.open().count() == 2


def test_one_order_at_a_time_and_only_to_the_version_in_force(cast, case):
    with on_day(cast.administra, 1):
        to_come = published(cast.administra, valid_from=clock.today() + timedelta(days=3))
        with pytest.raises(Refused, match="versión vigente"):
            ask_to_move(version=to_come, office=None, user=cast.administra)
    with on_day(cast.promotora, 1), pytest.raises(Refused, match="todavía no está vigente"):
        move_case(case=case, version=to_come)
    with on_day(cast.administra, 4):
        ask_to_move(version=to_come, office=None, user=cast.administra)
        with pytest.raises(Refused, match="Ya se están pasando"):
            ask_to_move(version=to_come, office=None, user=cast.administra)


def test_only_the_office_asked_for_and_only_open_cases(cast, case):
    elsewhere = case_of(cast.promotora_esq)
    with on_day(cast.administra, 1):
        version = published(cast.administra)
        order = ask_to_move(version=version, office=case.office, user=cast.administra)
        carry_out(order.pk)
        carry_out(order.pk)
    with acting_as(SYSTEM, at=START):
        case.refresh_from_db()
        elsewhere.refresh_from_db()
        order.refresh_from_db()
        assert (case.protocol_id, elsewhere.protocol_id, order.moved) == (version.pk, 1, 1)


def test_a_closure_asked_for_stays_asked_for(cast, case):
    with on_day(cast.promotora):
        request_closure(data=closure(case, reason="fallecimiento"), user=cast.promotora)
    with on_day(cast.administra, 1):
        version = asks_for_papers(cast.administra)
    with on_day(cast.promotora, 1):
        move_case(case=case, version=version)
        assert CaseState.objects.get(case=case).missing == ["certify"]
