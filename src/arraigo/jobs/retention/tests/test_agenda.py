"""When a placement is asked about: planned, missed, taken off, planned anew."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arraigo.casework.actions import certify_closure, reopen_case, request_closure
from arraigo.casework.enums import DueKind
from arraigo.casework.models import CaseState, Due
from arraigo.casework.protocol.moving import move_case
from arraigo.casework.protocol.tests.making import published
from arraigo.casework.tests.making import START, case_of, closure, on_day
from arraigo.core import clock
from arraigo.jobs.actions import end_placement, place
from arraigo.jobs.enums import Still
from arraigo.jobs.inputs import PlacementInput
from arraigo.jobs.retention.actions import annul_placement, record_check
from arraigo.jobs.retention.agenda import days_to_ask, plan_checks
from arraigo.jobs.tests.making import TYPED, answer

pytestmark = pytest.mark.django_db
DAY = START.date()


def begun(case, user, ago=0, **changes):
    """Return a job that began so many days before the clock's today; to be called inside it."""
    told = {**TYPED, "occurred_on": clock.today() - timedelta(days=ago), **changes}
    return place(data=PlacementInput(case=case, **told), user=user)


def due_days(placement):
    dues = Due.objects.of_source(placement, DueKind.RETENTION).open()
    return list(dues.order_by("slot").values_list("slot", flat=True))


def test_a_placement_is_asked_about_at_the_days_of_the_protocol(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora)
        dues = Due.objects.of_source(job, DueKind.RETENTION).order_by("slot")
        assert [(due.slot, (due.due_on - DAY).days) for due in dues] == [
            (30, 30), (90, 90), (180, 180),
        ]  # fmt: skip
        assert {due.assigned_to_id for due in dues} == {cast.promotora.pk}
        assert dues[0].title == "Permanencia a los 30 días"
        assert CaseState.objects.get(case=case).next_due_on == DAY + timedelta(days=30)
        before = set(dues.values_list("pk", "due_on"))
        for _time in range(2):
            plan_checks(job)
        assert set(dues.values_list("pk", "due_on")) == before


@pytest.mark.parametrize(
    ("ago", "asked"),
    [
        (0, [30, 90, 180]), (29, [30, 90, 180]), (30, [30, 90, 180]), (31, [30, 90, 180]),
        (90, [30, 90, 180]), (91, [90, 180]), (180, [90, 180]), (181, [180]), (900, [180]),
    ],
)  # fmt: skip
def test_recorded_late_only_the_latest_missed_day_is_asked(cast, ago, asked):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora, ago)
        assert due_days(job) == asked
        missed = [days for days in asked if days < ago]
        overdue = Due.objects.of_source(job, DueKind.RETENTION).overdue()
        assert list(overdue.values_list("slot", flat=True)) == missed


def test_what_was_planned_in_time_stays_however_late_it_is(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora)
    with on_day(cast.promotora, 200):
        plan_checks(job)
        assert due_days(job) == [30, 90, 180]


def test_a_placement_that_ended_or_is_void_is_asked_about_no_more(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        ended, void = begun(case, cast.promotora), begun(case, cast.promotora)
        end_placement(placement=ended, ended_on=DAY, user=cast.promotora)
        annul_placement(fact=void, user=cast.promotora, reason="No empezó")
        assert (due_days(ended), due_days(void)) == ([], [])
        assert CaseState.objects.get(case=case).next_due_on is None


def test_annulled_with_what_was_asked_about_it(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora)
    with on_day(cast.promotora, 31):
        check = record_check(data=answer(job), user=cast.promotora)
        annul_placement(fact=job, user=cast.promotora, reason="Era otra persona")
        check.refresh_from_db()
        assert check.annulled_reason == "Era otra persona"
        assert due_days(job) == []


def test_closed_nothing_is_asked_and_reopened_it_is_again(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora)
        asked = request_closure(data=closure(case), user=cast.promotora)
    with on_day(cast.supervisora, 10):
        certify_closure(closure=asked, user=cast.supervisora)
        assert due_days(job) == []
    with on_day(cast.supervisora, 100):
        reopen_case(closure=asked, reason="Volvió", user=cast.supervisora)
        assert due_days(job) == [90, 180]
        reopen_case(closure=asked, reason="Volvió", user=cast.supervisora)
        assert due_days(job) == [90, 180]


def test_a_placement_told_late_in_a_closed_case_asks_nothing(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        asked = request_closure(data=closure(case), user=cast.promotora)
    with on_day(cast.supervisora, 10):
        certify_closure(closure=asked, user=cast.supervisora)
    with on_day(cast.promotora, 12):
        assert due_days(begun(case, cast.promotora, 5)) == []


def test_another_protocol_asks_at_its_own_days_and_what_is_done_stays(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        job = begun(case, cast.promotora)
    with on_day(cast.promotora, 30):
        record_check(data=answer(job, still=Still.CHANGED), user=cast.promotora)
    with on_day(cast.administra, 31):
        version = published(cast.administra, calendar={"retention_days": [60, 90, 365]})
    with on_day(cast.promotora, 32):
        for _time in range(2):
            move_case(case=case, version=version)
            assert due_days(job) == [60, 90, 365]
        done = Due.objects.of_source(job, DueKind.RETENTION).exclude(done_at=None).get()
        assert done.slot == 30


@settings(deadline=None)
@given(
    ago=st.integers(0, 400),
    days=st.lists(st.integers(1, 365), min_size=1, unique=True).map(sorted),
    later=st.integers(0, 400),
)
def test_one_missed_day_at_most_all_to_come_and_nothing_changes_by_itself(ago, days, later):
    today = DAY + timedelta(days=ago)
    dates = {each: DAY + timedelta(days=each) for each in days}
    asked = days_to_ask(dates, today, set())
    assert [each for each in days if each >= ago] == [each for each in asked if each >= ago]
    assert len([each for each in asked if each < ago]) == any(each < ago for each in days)
    assert days_to_ask(dates, today, set(asked)) == asked
    again = days_to_ask(dates, today + timedelta(days=later), set(asked))
    assert again == asked
