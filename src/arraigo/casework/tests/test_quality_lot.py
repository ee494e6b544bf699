"""The lot: always the same from its seed, fair, and frozen once cast."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import opened_case

from arraigo.casework.actions import reassign_case, record_note
from arraigo.casework.models import Case, CaseEvent
from arraigo.casework.quality.drawing import candidates, draw_cases, draw_last_month
from arraigo.casework.quality.lot import CASES_A_MONTH, drawn_from, new_seed, ticket
from arraigo.casework.quality.models import DrawnCase, QualityDraw
from arraigo.casework.tests.making import note
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History, Trace
from arraigo.core.transitions import Refused
from arraigo.people.offices import office_of

seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
pools = st.lists(st.uuids(), max_size=40, unique=True)

AUGUST = date(2026, 8, 1)
IN_AUGUST = datetime(2026, 8, 10, 9, tzinfo=GUATEMALA)
IN_SEPTEMBER = datetime(2026, 9, 1, 9, tzinfo=GUATEMALA)


class TestLot:
    @given(seed=seeds, cases=pools, size=st.integers(1, 9), data=st.data())
    def test_the_same_seed_gives_the_same_cases_in_any_order(self, seed, cases, size, data):
        lot = drawn_from(seed, cases, size)
        assert lot == drawn_from(seed, data.draw(st.permutations(cases)), size)
        assert lot <= set(cases)
        assert len(lot) == min(size, len(cases))

    @given(seed=seeds, cases=pools, late=st.uuids(), size=st.integers(1, 9))
    def test_a_case_that_comes_late_moves_at_most_one(self, seed, cases, late, size):
        before, after = drawn_from(seed, cases, size), drawn_from(seed, [*cases, late], size)
        assert after - before <= {late}
        assert len(before - after) <= 1

    @given(seed=seeds, cases=pools.filter(len), size=st.integers(1, 9))
    def test_who_is_drawn_has_a_lower_ticket_than_who_is_not(self, seed, cases, size):
        lot = drawn_from(seed, cases, size)
        left = set(cases) - lot
        if left:
            drawn = max(ticket(seed, case) for case in lot)
            assert drawn < min(ticket(seed, case) for case in left)

    @given(seed=seeds, pool=st.dictionaries(st.integers(1, 9), pools, max_size=4), late=st.uuids())
    def test_a_draw_keeps_what_it_was_drawn_from(self, seed, pool, late):
        """Whatever cases there are afterwards, the rows of a draw are those of its own pool."""
        kept = {str(who): [str(case) for case in cases] for who, cases in pool.items()}
        draw = QualityDraw(seed=seed, size=5, pool=kept)
        rows = [
            DrawnCase(manager_id=who, case_id=case)
            for who, cases in draw.lot().items() for case in cases
        ]  # fmt: skip
        assert len(rows) == sum(min(5, len(cases)) for cases in pool.values())
        assert draw.verify(rows)
        for who in pool:
            assert not draw.verify([*rows, DrawnCase(manager_id=who, case_id=late)])
        for left_out in range(len(rows)):
            assert not draw.verify(rows[:left_out] + rows[left_out + 1 :])

    def test_every_case_comes_up_about_as_often(self):
        """Of 20 cases 5 are drawn: each should come up in a quarter of 2,000 lots."""
        cases = [uuid.UUID(int=number, version=4) for number in range(20)]
        lots = [drawn_from(f"{number:064x}", cases, 5) for number in range(2000)]
        times = [sum(case in lot for lot in lots) for case in cases]
        assert sum(times) == 10_000
        assert 420 <= min(times) <= max(times) <= 580  # four standard deviations around 500

    def test_seeds_are_never_the_same(self):
        assert len({new_seed() for _ in range(100)}) == 100
        assert len(new_seed()) == 64


@pytest.fixture
def august(cast):
    """Seven cases of the promotora's and one of the promotor's, at work in August."""
    with acting_as(SYSTEM, at=IN_AUGUST):
        return {
            "promotora": [opened_case(cast.promotora) for _ in range(7)],
            "promotor": [opened_case(cast.promotor)],
        }


def drawn(user=None, office=None, at=IN_SEPTEMBER):
    actor = Actor.user(user) if user else Actor.job("casework.draw_quality_samples")
    with acting_as(actor, at=at):
        month = date(at.year, at.month - 1, 1)
        return draw_cases(office=office or office_of(user), month=month, user=user)


def rows(draw):
    with acting_as(SYSTEM):
        return list(DrawnCase.objects.filter(draw=draw))


@pytest.mark.django_db
class TestDraw:
    def test_five_of_each_and_fewer_if_they_are_fewer(self, cast, august):
        draw = drawn(cast.supervisora)
        by_manager = {}
        for row in rows(draw):
            by_manager.setdefault(row.manager_id, set()).add(row.case_id)
        assert len(by_manager[cast.promotora.pk]) == CASES_A_MONTH
        assert by_manager[cast.promotora.pk] <= {case.pk for case in august["promotora"]}
        assert by_manager[cast.promotor.pk] == {august["promotor"][0].pk}
        assert draw.candidates == 8
        assert draw.verify(rows(draw))
        assert not draw.verify(rows(draw)[1:])

    def test_drawn_twice_it_is_the_same_lot(self, cast, august):
        first = drawn(cast.supervisora)
        before = {row.pk for row in rows(first)}
        assert drawn(cast.supervisora).pk == first.pk
        with acting_as(SYSTEM, at=IN_SEPTEMBER):
            draw_last_month()
            assert QualityDraw.objects.filter(office=first.office).count() == 1
        assert {row.pk for row in rows(first)} == before

    def test_the_job_draws_every_office_and_nobody_is_named(self, cast, august):
        with acting_as(SYSTEM, at=IN_AUGUST):
            opened_case(cast.promotora_esq)
        with acting_as(SYSTEM, at=IN_SEPTEMBER):
            assert draw_last_month() >= 2
            draws = list(QualityDraw.objects.all())
        assert {draw.drawn_by for draw in draws} == {None}
        assert {row.manager_id for draw in draws for row in rows(draw)} == {
            cast.promotora.pk, cast.promotor.pk, cast.promotora_esq.pk
        }  # fmt: skip

    def test_cases_added_afterwards_are_not_in_it(self, cast, august):
        draw = drawn(cast.supervisora)
        before = {row.case_id for row in rows(draw)}
        with acting_as(SYSTEM, at=IN_AUGUST):
            late = {opened_case(cast.promotora).pk for _case in range(4)}
            assert late <= set(candidates(draw.office, AUGUST)[cast.promotora.pk])
        again = drawn(cast.supervisora)
        assert {row.case_id for row in rows(again)} == before
        assert not late & before
        assert again.verify(rows(again))

    def test_only_the_month_that_is_over(self, cast, august):
        office = office_of(cast.supervisora)
        with acting_as(Actor.user(cast.supervisora), at=IN_SEPTEMBER):
            for wrong in (date(2026, 7, 1), date(2026, 9, 1), date(2026, 10, 1)):
                with pytest.raises(Refused, match="acaba de terminar"):
                    draw_cases(office=office, month=wrong, user=cast.supervisora)

    @pytest.mark.parametrize("who", ["promotora", "supervisor_esq", "oficial"])
    def test_only_who_leads_the_office_presses_the_button(self, cast, august, who):
        with pytest.raises(Refused, match="supervisa"):
            drawn(getattr(cast, who), office=office_of(cast.supervisora))


@pytest.mark.django_db
class TestWhoIsCounted:
    def test_a_case_without_activity_is_not(self, cast, case):
        with acting_as(SYSTEM):
            office = case.office
            assert candidates(office, AUGUST) == {}
            assert candidates(office, date(2026, 3, 1)) == {cast.promotora.pk: [case.pk]}

    def test_what_happened_that_month_and_was_written_later_counts(self, cast, case):
        with acting_as(Actor.user(cast.promotora), at=IN_SEPTEMBER + timedelta(days=20)):
            record_note(data=note(case, occurred_on=date(2026, 8, 31)), user=cast.promotora)
        with acting_as(SYSTEM):
            assert candidates(case.office, AUGUST) == {cast.promotora.pk: [case.pk]}
            assert candidates(case.office, date(2026, 9, 1)) == {cast.promotora.pk: [case.pk]}
            assert candidates(case.office, date(2026, 10, 1)) == {}

    def test_it_is_of_who_managed_it_when_the_month_ended(self, cast, august):
        moved = august["promotora"][0]
        with acting_as(Actor.user(cast.supervisora), at=IN_AUGUST + timedelta(days=5)):
            reassign_case(case=moved, manager=cast.promotor, user=cast.supervisora)
        with acting_as(Actor.user(cast.supervisora), at=IN_SEPTEMBER + timedelta(days=2)):
            kept = august["promotora"][1]
            reassign_case(case=kept, manager=cast.promotor, user=cast.supervisora)
        with acting_as(SYSTEM):
            pool = candidates(moved.office, AUGUST)
        assert moved.pk in pool[cast.promotor.pk]
        assert moved.pk not in pool[cast.promotora.pk]
        assert kept.pk in pool[cast.promotora.pk]


@pytest.mark.django_db
class TestFrozen:
    def refused(self, act, match):
        raised = pytest.raises(DatabaseError, match=match)
        with acting_as(SYSTEM, at=IN_SEPTEMBER), raised, transaction.atomic():
            act()

    def test_nobody_adds_a_case_that_the_seed_does_not_give(self, cast, august):
        draw = drawn(cast.supervisora)
        chosen = {row.case_id for row in rows(draw)}
        (left, *_rest) = [case for case in august["promotora"] if case.pk not in chosen]

        def add(**changes):
            values = {"draw": draw, "case": left, "person_id": left.person_id,
                      "office_id": draw.office_id, "manager": cast.promotora}  # fmt: skip
            return lambda: DrawnCase.objects.create(**{**values, **changes})

        self.refused(add(), "the lot did not give")
        self.refused(add(manager=cast.promotor), "the lot did not give")
        given_one = Case(pk=next(iter(chosen)))
        self.refused(add(case=given_one), "quality_case_drawn_once|the lot did not give")

    def test_nobody_swaps_or_removes_one_nor_changes_the_seed(self, cast, august):
        draw = drawn(cast.supervisora)
        row = rows(draw)[0]
        again = QualityDraw.objects.filter(pk=draw.pk)
        mine = DrawnCase.objects.filter(pk=row.pk)
        self.refused(lambda: mine.update(case=august["promotora"][0]), "permission denied")
        self.refused(lambda: mine._raw_delete("default"), "permission denied")
        self.refused(lambda: again.update(seed=new_seed()), "permission denied")
        self.refused(lambda: again.update(pool={}), "permission denied")

    def test_the_promotor_reads_neither_the_lot_nor_its_cases(self, cast, august):
        drawn(cast.supervisora)
        seen = {}
        for who in ("promotora", "supervisora", "supervisor_esq", "oficial"):
            with acting_as(Actor.user(getattr(cast, who))):
                seen[who] = (QualityDraw.objects.count(), DrawnCase.objects.count())
        assert seen == {
            "promotora": (0, 0), "supervisora": (1, 6), "supervisor_esq": (0, 0), "oficial": (1, 6)
        }  # fmt: skip

    def test_drawing_leaves_nothing_that_she_could_find(self, cast, august):
        with acting_as(SYSTEM):
            before = CaseEvent.objects.count(), Trace.objects.count()
        drawn(cast.supervisora)
        with acting_as(Actor.user(cast.promotora)):
            assert not History.objects.filter(table_name="casework_drawncase").exists()
            assert not History.objects.filter(table_name="casework_qualitydraw").exists()
        with acting_as(SYSTEM):
            assert (CaseEvent.objects.count(), Trace.objects.count()) == before
