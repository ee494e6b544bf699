"""What was done about an errand: said once by who has it, accepted or returned by who gave it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from arraigo.casework.actions import certify_closure
from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent, Due
from arraigo.casework.tests.making import case_of, on_day, requested
from arraigo.coordination.errands.actions import (
    accept_errand,
    finish_errand,
    give_errands,
    return_errand,
    take_back_errand,
)
from arraigo.coordination.errands.enums import ErrandState, Verdict
from arraigo.coordination.errands.inputs import ReturnInput
from arraigo.coordination.errands.models import Errand, ErrandAnswer
from arraigo.coordination.errands.tests.making import asked, told
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import field_id
from arraigo.core.transitions import Outdated, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def errand(cast):
    with on_day(cast.supervisora):
        (errand,) = give_errands(data=asked(cast.promotora), user=cast.supervisora)
        return errand


def state_of(errand):
    return Errand.objects.with_names().get(pk=errand.pk).state


def done_by(user, errand, day=1, **changes):
    with on_day(user, day):
        finish_errand(errand=errand, data=told(**changes), user=user)
        return errand.answers.latest("recorded_at")


def test_who_has_it_says_what_she_did_once(cast, errand):
    answer = field_id()
    with on_day(cast.promotora, 1):
        for _time in range(2):
            finish_errand(errand=errand, data=told(id=answer), user=cast.promotora)
        assert state_of(errand) == ErrandState.DONE
        assert ErrandAnswer.objects.get().words == "Los llevé y los pegaron"
        assert not Due.objects.open().exists()
        with pytest.raises(Refused, match="ya lo cumplió"):
            finish_errand(errand=errand, data=told("Otra cosa"), user=cast.promotora)


@pytest.mark.parametrize("other", ["promotor", "supervisora", "oficial"])
def test_nobody_finishes_what_another_has(cast, errand, other):
    user = getattr(cast, other)
    with acting_as(SYSTEM):
        known = Errand.objects.get(pk=errand.pk)
    with on_day(user, 1), pytest.raises(Refused, match=r"Esto lo tiene|otras personas"):
        finish_errand(errand=known, data=told(), user=user)
    with on_day(cast.promotora, 1):
        assert state_of(errand) == ErrandState.OPEN


def test_the_day_lies_between_the_giving_and_today(cast, errand):
    with on_day(cast.promotora, 2):
        for day, words in ((1, "futura"), (-3, "todavía no se lo habían")):
            data = told(occurred_on=clock.today() + timedelta(days=day))
            with pytest.raises(Refused, match=words):
                finish_errand(errand=errand, data=data, user=cast.promotora)


def test_who_gave_it_accepts_once_and_only_what_she_read(cast, errand):
    answer = done_by(cast.promotora, errand)
    with on_day(cast.supervisora, 2):
        with pytest.raises(Outdated):
            accept_errand(errand=errand, answer_id=field_id(), comment="", user=cast.supervisora)
        for _time in range(2):
            accept_errand(
                errand=errand, answer_id=answer.pk, comment="Gracias", user=cast.supervisora
            )
        assert state_of(errand) == ErrandState.ACCEPTED
        with pytest.raises(Refused, match="ya lo aceptó"):
            return_errand(
                errand=errand, answer_id=answer.pk, user=cast.supervisora,
                data=ReturnInput("Falta", clock.today()),
            )  # fmt: skip


def test_returned_it_is_due_again_on_a_new_day(cast, errand):
    answer = done_by(cast.promotora, errand)
    with on_day(cast.supervisora, 2):
        until = clock.today() + timedelta(days=3)
        for _time in range(2):
            return_errand(
                errand=errand, answer_id=answer.pk, user=cast.supervisora,
                data=ReturnInput("Falta la foto", until),
            )  # fmt: skip
        due = Due.objects.open().get()
        assert (due.due_on, due.assigned_to, due.source_id) == (until, cast.promotora, errand.pk)
        assert state_of(errand) == ErrandState.OPEN
    again = done_by(cast.promotora, errand, 3, words="Con foto")
    with on_day(cast.supervisora, 4):
        accept_errand(errand=errand, answer_id=again.pk, comment="", user=cast.supervisora)
        assert state_of(errand) == ErrandState.ACCEPTED
        assert [each.verdict for each in errand.answers.order_by("recorded_at")] == [
            Verdict.RETURNED, Verdict.ACCEPTED,
        ]  # fmt: skip


def test_a_return_says_what_is_missing_and_by_when(cast, errand):
    answer = done_by(cast.promotora, errand)
    with on_day(cast.supervisora, 2):
        for data, words in (
            (ReturnInput(" ", clock.today()), "qué falta"),
            (ReturnInput("Falta", clock.today() - timedelta(days=1)), "de hoy en adelante"),
        ):
            with pytest.raises(Refused, match=words):
                return_errand(errand=errand, answer_id=answer.pk, data=data, user=cast.supervisora)


def test_who_did_it_does_not_judge_it(cast, errand):
    answer = done_by(cast.promotora, errand)
    with on_day(cast.promotora, 2), pytest.raises(Refused, match="quien dio el encargo"):
        accept_errand(errand=errand, answer_id=answer.pk, comment="", user=cast.promotora)


def test_taken_back_once_with_the_reason_and_off_the_agenda(cast, errand):
    with on_day(cast.promotora, 1), pytest.raises(Refused, match="Solo quien dio"):
        take_back_errand(errand=errand, reason="No quiero", user=cast.promotora)
    with on_day(cast.supervisora, 1):
        with pytest.raises(Refused, match="por qué"):
            take_back_errand(errand=errand, reason=" ", user=cast.supervisora)
        for _time in range(2):
            take_back_errand(errand=errand, reason="Ya los llevaron", user=cast.supervisora)
        assert state_of(errand) == ErrandState.TAKEN_BACK
        assert not Due.objects.open().exists()
    with on_day(cast.promotora, 1), pytest.raises(Refused, match="retiró este encargo: Ya los"):
        finish_errand(errand=errand, data=told(), user=cast.promotora)


def test_what_was_done_is_not_taken_back(cast, errand):
    done_by(cast.promotora, errand)
    with on_day(cast.supervisora, 2), pytest.raises(Refused, match="ya lo cumplió"):
        take_back_errand(errand=errand, reason="Tarde", user=cast.supervisora)


def test_a_reminder_of_ones_own_needs_nobody(cast):
    with on_day(cast.promotora):
        (own,) = give_errands(data=asked(cast.promotora), user=cast.promotora)
    answer = done_by(cast.promotora, own)
    with on_day(cast.supervisora, 2):
        assert state_of(own) == ErrandState.DONE
        with pytest.raises(Refused, match="quien dio"):
            accept_errand(errand=own, answer_id=answer.pk, comment="", user=cast.supervisora)


def test_one_about_a_case_tells_its_timeline_and_ends_with_it(cast):
    case = case_of(cast.promotora)
    with on_day(cast.supervisora):
        first, second = (
            give_errands(data=asked(cast.promotora, case=case), user=cast.supervisora)[0]
            for _time in range(2)
        )
    done_by(cast.promotora, first)
    with acting_as(SYSTEM):
        line = CaseEvent.objects.get(case=case, kind=EventKind.ERRAND_DONE)
        assert (line.summary, line.person_id) == ("Los llevé y los pegaron", case.person_id)
    closing = requested(cast.promotora, case)
    with on_day(cast.supervisora, 11):
        certify_closure(closure=closing, user=cast.supervisora)
        assert state_of(first) == ErrandState.DONE
        assert state_of(second) == ErrandState.ENDED
    with on_day(cast.promotora, 12), pytest.raises(Refused, match="terminó con él"):
        finish_errand(errand=second, data=told(), user=cast.promotora)


def test_hecho_of_the_agenda_does_not_finish_it_without_words(cast, errand, client_of):
    address = reverse("casework:finish", args=[errand.due_id])
    assert client_of(cast.promotora).post(address).status_code == 404
    with acting_as(SYSTEM):
        assert Due.objects.open().get() == errand.due


def test_only_who_has_it_moves_it_on_her_agenda(cast, errand, client_of):
    address = reverse("casework:postpone", args=[errand.due_id])
    assert client_of(cast.supervisora).get(address).status_code == 404
    day = clock.today() + timedelta(days=30)
    assert client_of(cast.promotora).post(address, {"new_date": day}).status_code == 302
    with acting_as(SYSTEM):
        assert Due.objects.get().due_on == day
        assert Errand.objects.get().due_on == errand.due_on
