"""The agenda: planned, done, moved, cancelled; the follow-ups of a plan."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.actions import (
    annul_fact,
    cancel_due,
    finish_due,
    plan_due,
    postpone_due,
    reassign_case,
    record_follow_up,
    schedule_follow_ups,
)
from arraigo.casework.enums import DueKind
from arraigo.casework.models import CaseState, Due
from arraigo.casework.tests.making import START, follow_up, on_day
from arraigo.core import clock
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db
DAY = START.date()


def planned(case, **changes):
    values = {"kind": DueKind.TASK, "title": "Llevar papelería", "due_on": DAY, "source": case}
    return plan_due(case=case, **{**values, **changes})


def test_the_same_source_has_one_open_due(cast, case):
    with on_day(cast.promotora):
        one, two = planned(case), planned(case, due_on=DAY + timedelta(days=3))
        assert one == two
        assert one.assigned_to == cast.promotora
        with pytest.raises(IntegrityError, match="one_open_due_per_source"), transaction.atomic():
            Due.objects.create(
                case=case, person_id=case.person_id, office=case.office, kind=DueKind.TASK,
                title="x", due_on=DAY, original_on=DAY, source_table=one.source_table,
                source_id=one.source_id,
            )  # fmt: skip
        finish_due(due=one)
        assert planned(case) != one


def test_done_twice_is_done_once_and_the_state_follows(cast, case):
    with on_day(cast.promotora, 2):
        due = planned(case)
        assert CaseState.objects.get(case=case).is_overdue
        finish_due(due=due, on=DAY)
        again = finish_due(due=due)
        assert again.done_on == DAY
        assert CaseState.objects.get(case=case).next_due_on is None
        with pytest.raises(Refused):
            postpone_due(due=due, new_date=clock.today())


def test_postponing_keeps_the_first_date(cast, case):
    with on_day(cast.promotora):
        due = planned(case)
        for _ in range(2):
            moved = postpone_due(due=due, new_date=DAY + timedelta(days=7))
        assert (moved.original_on, moved.due_on) == (DAY, DAY + timedelta(days=7))
        for wrong in (DAY - timedelta(days=1), date(2099, 1, 1)):
            with pytest.raises(Refused):
                postpone_due(due=due, new_date=wrong)


def test_what_was_cancelled_is_not_done(cast, case):
    with on_day(cast.promotora):
        due = planned(case)
        cancel_due(due=due)
        cancel_due(due=due)
        with pytest.raises(Refused):
            finish_due(due=due)


def test_a_day_still_to_come_is_refused(cast, case):
    with on_day(cast.promotora), pytest.raises(Refused):
        finish_due(due=planned(case), on=DAY + timedelta(days=1))


def test_the_office_has_dues_without_a_case_and_others_do_not_see_them(cast, case):
    with on_day(cast.promotora):
        due = plan_due(
            kind=DueKind.AGREEMENT, title="Acta de la mesa", due_on=DAY, source=case,
            office=case.office,
        )  # fmt: skip
        assert list(Due.objects.visible_to(cast.promotora)) == [due]
    with on_day(cast.promotora_esq):
        assert list(Due.objects.visible_to(cast.promotora_esq)) == []
        assert list(Due.objects.all()) == []
    with on_day(cast.oficial):
        assert list(Due.objects.visible_to(cast.oficial)) == [due]


def days_of(dues):
    return [(due.due_on - DAY).days for due in dues]


def test_follow_ups_by_priority_once(cast, case):
    with on_day(cast.promotora):
        for _ in range(2):
            dues = schedule_follow_ups(case=case, start=DAY, priority="media")
        assert days_of(dues) == [15, 30, 60, 90, 180, 365]
        assert days_of(schedule_follow_ups(case=case, start=DAY, priority="alta"))[:3] == [
            7,
            15,
            30,
        ]
        back = schedule_follow_ups(case=case, start=DAY, priority="baja")
        assert days_of(back) == [15, 30, 60, 90, 180, 365]


def test_what_is_done_stays_when_the_plan_begins_anew(cast, case):
    with on_day(cast.promotora, 15):
        first, *_others = schedule_follow_ups(case=case, start=DAY, priority="media")
        finish_due(due=first)
        later = schedule_follow_ups(case=case, start=DAY + timedelta(days=15), priority="media")
        assert days_of(later)[0] == 30
        first.refresh_from_db()
        assert first.done_on is not None
        assert schedule_follow_ups(case=case, start=DAY, priority="media")[0].due_on == DAY + (
            timedelta(days=30)
        )


def test_a_date_planned_anew_stands_when_the_follow_up_that_closed_the_old_one_is_void(cast, case):
    with on_day(cast.promotora, 15):
        old = schedule_follow_ups(case=case, start=DAY)[0]
        told = record_follow_up(data=follow_up(case, due=old), user=cast.promotora)
        new = schedule_follow_ups(case=case, start=clock.today())[0]
        annul_fact(fact=told, user=cast.promotora, reason="Era otra persona")
        old.refresh_from_db()
        assert old.done_at is not None or old.pk == new.pk
        same_slot = Due.objects.filter(kind=old.kind, slot=old.slot, source_id=old.source_id)
        assert same_slot.filter(done_at=None, cancelled_at=None).count() == 1


def test_what_is_due_again_after_the_case_changed_hands_is_the_new_manager_s(cast, case):
    with on_day(cast.promotora):
        due = planned(case, kind=DueKind.FOLLOW_UP)
        done = record_follow_up(data=follow_up(case, due=due), user=cast.promotora)
    with on_day(cast.supervisora):
        reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
        annul_fact(fact=done, user=cast.supervisora, reason="Era otra persona")
        again = Due.objects.get(pk=due.pk)
        assert again.is_open
        assert again.assigned_to == cast.promotor
