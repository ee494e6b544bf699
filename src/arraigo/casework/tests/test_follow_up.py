"""Follow-ups and attempts: by the action and by the page."""

import uuid
from datetime import timedelta

import pytest

from arraigo.casework.actions import (
    annul_fact,
    record_attempt,
    record_follow_up,
    schedule_follow_ups,
)
from arraigo.casework.enums import AttemptResult, Employment
from arraigo.casework.models import CaseState, ContactAttempt, FollowUp
from arraigo.casework.tests.making import START, attempt, case_of, follow_up, on_day
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture
def case(cast):
    found = case_of(cast.promotora)
    with on_day(cast.promotora):
        schedule_follow_ups(case=found, start=DAY, priority="media")
    return found


def first(case):
    return case.dues.order_by("due_on").first()


def test_it_does_what_was_due_and_leaves_milestones(cast, case):
    with on_day(cast.promotora, 14):
        due = first(case)
        data = follow_up(case, due=due, outcomes=("empleo",), employment=Employment.EMPLOYED)
        one = record_follow_up(data=data, user=cast.promotora)
        assert record_follow_up(data=data, user=cast.promotora) == one
        other_form = follow_up(case, due=due)
        assert record_follow_up(data=other_form, user=cast.promotora) == one
        due.refresh_from_db()
        assert due.done_on == clock.today()
        kinds = list(case.events.order_by("id").values_list("kind", flat=True))
        assert kinds[-2:] == ["follow_up_done", "outcome_recorded"]
        assert CaseState.objects.get(case=case).last_contact_on == clock.today()


@pytest.mark.parametrize(("day", "on_time"), [(7, False), (8, True), (22, True), (23, False)])
def test_on_time_is_seven_days_around_the_first_date(cast, case, day, on_time):
    with on_day(cast.promotora, day):
        told = record_follow_up(data=follow_up(case, due=first(case)), user=cast.promotora)
        assert told.is_on_time() is on_time
        assert FollowUp.objects.on_time(7).exists() is on_time


def test_an_attempt_moves_what_was_due_three_days_on(cast, case):
    with on_day(cast.promotora, 15):
        due = first(case)
        record_attempt(data=attempt(case, due=due), user=cast.promotora)
        due.refresh_from_db()
        assert due.due_on == clock.today() + timedelta(days=3)
        assert CaseState.objects.get(case=case).last_contact_on == DAY
        later = attempt(case, due=due, result=AttemptResult.LATER)
        record_attempt(data=later, user=cast.promotora)
        assert CaseState.objects.get(case=case).last_contact_on == clock.today()


def test_a_follow_up_made_void_is_due_again(cast, case):
    with on_day(cast.promotora, 15):
        due = first(case)
        told = record_follow_up(
            data=follow_up(case, due=due, outcomes=("empleo",)), user=cast.promotora
        )
        annul_fact(fact=told, user=cast.promotora, reason="Era otra persona")
        due.refresh_from_db()
        assert due.is_open
        again = record_follow_up(data=follow_up(case, due=due), user=cast.promotora)
        assert again != told
        assert "outcome" in str(case.protocol.step(4))


@pytest.mark.parametrize("wrong", [{"outcomes": ("oro",)}, {"occurred_on": DAY - timedelta(1)}])
def test_what_cannot_be_is_refused(cast, case, wrong):
    with on_day(cast.promotora), pytest.raises(Refused):
        record_follow_up(data=follow_up(case, **wrong), user=cast.promotora)


def url_of(case):
    with acting_as(SYSTEM):
        return f"/casos/pendientes/{first(case).pk}/seguimiento/"


def posted(**told):
    return {"id": str(uuid.uuid4()), "mode": "call", "occurred_on": str(clock.today()), **told}


def test_the_page_asks_again_and_loses_nothing(cast, case, client_of):
    client = client_of(cast.promotora)
    assert "Sí, y sigue igual" not in client.get(url_of(case)).content.decode()
    refused = client.post(url_of(case), posted(result="changed", difficulties="Sin transporte"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("Escoja su situación de trabajo.") == 2
    assert "Sin transporte" in page
    assert client.post(url_of(case), {}).status_code == 422


def test_the_same_as_last_time_in_one_tap(cast, case, client_of):
    with on_day(cast.promotora, 2):
        told = follow_up(case, employment=Employment.STUDYING, outcomes=("estudio",))
        record_follow_up(data=told, user=cast.promotora)
    client = client_of(cast.promotora)
    page = client.get(url_of(case)).content.decode()
    assert "La última vez" in page
    assert "Estudia" in page
    form = posted(result="same")
    assert client.post(url_of(case), form).url == "/hoy/"
    assert client.post(url_of(case), form).status_code == 302
    with acting_as(SYSTEM):
        latest = FollowUp.objects.latest_of(case.pk)
        assert FollowUp.objects.count() == 2
        assert (latest.employment, latest.outcomes) == ("studying", ["estudio"])
        assert latest.unchanged_since is not None


def test_no_answer_by_the_page(cast, case, client_of):
    client = client_of(cast.promotora)
    assert client.post(url_of(case), posted(result="no_answer")).status_code == 302
    with acting_as(SYSTEM):
        assert ContactAttempt.objects.get().result == "no_answer"
        assert first(case).is_open


def test_another_office_finds_nothing(cast, case, client_of):
    client = client_of(cast.promotora_esq)
    assert client.get(url_of(case)).status_code == 404
    assert client.post(f"/casos/{case.pk}/seguimiento/", posted()).status_code == 404
