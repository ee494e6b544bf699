"""Giving errands: to whom, once for each, on whose Hoy."""

from datetime import timedelta

import pytest

from arraigo.casework.actions import reassign_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import CaseEvent, Due
from arraigo.casework.tests.making import case_of, on_day
from arraigo.coordination.errands.actions import give_errands
from arraigo.coordination.errands.enums import ErrandState
from arraigo.coordination.errands.models import Errand
from arraigo.coordination.errands.rules import may_finish, receivers_of
from arraigo.coordination.errands.tests.making import TITLE, asked, given
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import field_id
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db


def seen_by(user):
    with acting_as(Actor.user(user)):
        return list(Errand.objects.visible_to(user).with_names())


def test_several_at_once_are_one_errand_each_and_on_their_agenda(cast):
    lot = field_id()
    with on_day(cast.supervisora):
        for _time in range(2):
            both = give_errands(
                data=asked(cast.promotora, cast.promotor, lot=lot), user=cast.supervisora
            )
    with acting_as(SYSTEM):
        assert Errand.objects.count() == len(both) == 2
        dues = Due.objects.open().filter(kind=DueKind.ERRAND)
        assert {due.assigned_to for due in dues} == {cast.promotora, cast.promotor}
        assert {due.title for due in dues} == {TITLE}
        assert {errand.office.code for errand in both} == {"ESC"}


def test_the_same_form_with_one_more_adds_only_her(cast):
    lot = field_id()
    with on_day(cast.supervisora):
        give_errands(data=asked(cast.promotora, lot=lot), user=cast.supervisora)
        give_errands(data=asked(cast.promotora, cast.promotor, lot=lot), user=cast.supervisora)
        assert Errand.objects.count() == 2


def test_to_whom_each_may_give(cast):
    with acting_as(SYSTEM):
        assert list(receivers_of(cast.promotora)) == [cast.promotora]
        assert set(receivers_of(cast.supervisora)) == {
            cast.promotora, cast.promotor, cast.supervisora,
        }  # fmt: skip
        of_all = set(receivers_of(cast.oficial))
        assert {cast.promotora, cast.supervisora, cast.supervisor_esq} <= of_all
        assert cast.oficial not in of_all


@pytest.mark.parametrize(
    ("giver", "receiver"),
    [("promotora", "promotor"), ("promotora", "supervisora"), ("supervisor_esq", "promotora"),
     ("supervisora", "supervisor_esq"), ("supervisora", "oficial")],
)  # fmt: skip
def test_nobody_gives_to_who_is_not_hers(cast, giver, receiver):
    giver, receiver = getattr(cast, giver), getattr(cast, receiver)
    with on_day(giver), pytest.raises(Refused, match="no puede darle"):
        give_errands(data=asked(receiver), user=giver)


def test_what_makes_no_sense_is_refused(cast):
    with on_day(cast.supervisora):
        for wrong, words in (
            (asked(cast.promotora, title="  "), "qué hay que hacer"),
            (asked(), "a quién"),
            (asked(cast.promotora, due_on=clock.today() - timedelta(days=1)), "de hoy en"),
            (asked(cast.promotora, due_on=clock.today() + timedelta(days=4000)), "tres años"),
        ):
            with pytest.raises(Refused, match=words):
                give_errands(data=wrong, user=cast.supervisora)


def test_only_who_has_to_do_with_it_sees_it(cast):
    errand = given(cast.supervisora, cast.promotora)
    assert seen_by(cast.promotora) == seen_by(cast.supervisora) == [errand]
    assert seen_by(cast.oficial) == [errand]
    assert not seen_by(cast.promotor)
    assert not seen_by(cast.supervisor_esq)


def test_the_database_too_keeps_it_from_a_colleague(cast):
    errand = given(cast.supervisora, cast.promotora)
    with acting_as(Actor.user(cast.promotor)):
        assert not Errand.objects.exists()
        assert not Due.objects.visible_to(cast.promotor).filter(kind=DueKind.ERRAND).exists()
    with acting_as(Actor.user(cast.promotora)):
        assert Errand.objects.get() == errand
        assert Due.objects.visible_to(cast.promotora).get() == errand.due


def test_one_about_a_case_is_told_in_it_and_goes_on_with_it(cast):
    case = case_of(cast.promotora)
    with on_day(cast.supervisora):
        (errand,) = give_errands(data=asked(cast.promotora, case=case), user=cast.supervisora)
        assert errand.person_id == case.person_id
        told = CaseEvent.objects.get(case=case, kind=EventKind.ERRAND_GIVEN)
        assert told.summary == TITLE
        reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
    with on_day(cast.promotor):
        standing = Errand.objects.visible_to(cast.promotor).with_names().get()
        assert may_finish(standing, cast.promotor)
        assert not may_finish(standing, cast.promotora)
        assert standing.state == ErrandState.OPEN


def test_about_a_case_only_to_who_works_with_it(cast):
    other = case_of(cast.supervisor_esq)
    with on_day(cast.supervisora), pytest.raises(Refused, match="no está en su oficina"):
        give_errands(data=asked(cast.promotora, case=other), user=cast.supervisora)
    with on_day(cast.oficial), pytest.raises(Refused, match="no puede darle"):
        give_errands(data=asked(cast.promotora, case=other), user=cast.oficial)


def test_one_forgotten_is_late_whatever_her_agenda_says(cast):
    with on_day(cast.promotora):
        (errand,) = give_errands(data=asked(cast.promotora), user=cast.promotora)
    with on_day(cast.promotora, 8):
        assert list(Errand.objects.visible_to(cast.promotora).late()) == [errand]
        assert Errand.objects.with_names().get().state == ErrandState.LATE
