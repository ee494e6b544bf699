"""«¿Contestó?»: what came of a call, recorded in one tap from Hoy or from the case."""

import re
import uuid
from datetime import timedelta

import pytest
from tests.factories import opened_case

from arraigo.casework.actions import plan_due
from arraigo.casework.enums import DueKind
from arraigo.casework.models import ContactAttempt, Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as

pytestmark = pytest.mark.django_db


def due_of(user, kind=DueKind.FOLLOW_UP, days=0):
    case = opened_case(user, phone="+50255500101")
    with acting_as(Actor.user(user)):
        return plan_due(
            case=case, kind=kind, title="Seguimiento a los 15 días", source=case,
            due_on=clock.today() + timedelta(days=days),
        )  # fmt: skip


@pytest.fixture
def due(cast):
    return due_of(cast.promotora)


def url_of(due):
    return f"/casos/pendientes/{due.pk}/intento/"


def told(result="no_answer", **more):
    return {"id": str(uuid.uuid4()), "mode": "call", "result": result, "from": "today", **more}


def attempts():
    with acting_as(SYSTEM):
        return list(ContactAttempt.objects.values_list("result", "mode", "due"))


def test_each_row_of_hoy_carries_its_question_and_an_id_of_its_own(cast, client_of, due):
    other = due_of(cast.promotora)
    page = client_of(cast.promotora).get("/hoy/").content.decode()
    for each in (due, other):
        assert f'data-reach="{each.pk}"' in page
        assert f"/casos/pendientes/{each.pk}/seguimiento/?por=call" in page
    ids = re.findall(r'name="id" value="([0-9a-f-]{36})"', page)
    assert len(ids) == len(set(ids)) == 2
    assert page.count("data-answered") == 2


def test_no_answer_moves_what_was_due_and_twice_is_once(cast, client_of, due):
    client, form = client_of(cast.promotora), told()
    for _ in range(2):
        assert client.post(url_of(due), form).url == "/hoy/"
    assert attempts() == [("no_answer", "call", due.pk)]
    with acting_as(SYSTEM):
        assert Due.objects.get(pk=due.pk).due_on == clock.today() + timedelta(days=3)
    page = client.get("/hoy/").content.decode()
    assert "Anotado: No contesta. Se intenta otra vez el" in page
    assert str(due.pk) not in page


def test_a_wrong_number_by_message_from_the_page_of_the_case(cast, client_of, due):
    client = client_of(cast.promotora)
    page = client.get(f"/casos/{due.case_id}/").content.decode()
    assert f'data-reach="{due.pk}"' in page
    form = told("wrong_number", mode="message", **{"from": "case"})
    assert client.post(url_of(due), form).url == f"/casos/{due.case_id}/"
    assert attempts() == [("wrong_number", "message", due.pk)]


def test_ahead_of_its_day_a_call_moves_nothing(cast, client_of):
    later, client = due_of(cast.promotora, days=9), client_of(cast.promotora)
    page = client.get(f"/casos/{later.case_id}/").content.decode()
    assert f'data-reach="{later.case_id}"' in page
    url = f"/casos/{later.case_id}/intento/"
    assert f'action="{url}"' in page
    assert client.post(url, told()).url == f"/casos/{later.case_id}/"
    assert attempts() == [("no_answer", "call", None)]
    with acting_as(SYSTEM):
        assert Due.objects.get(pk=later.pk).due_on == clock.today() + timedelta(days=9)


@pytest.mark.parametrize("wrong", [{"result": "oro"}, {"mode": "grito"}, {"id": "7"}, {"id": ""}])
def test_what_is_no_answer_is_asked_again(cast, client_of, due, wrong):
    client = client_of(cast.promotora)
    answer = client.post(url_of(due), told() | wrong, follow=True)
    assert answer.redirect_chain[-1][0] == f"/casos/pendientes/{due.pk}/seguimiento/"
    assert "Escoja aquí qué pasó" in answer.content.decode()
    assert client.post(f"/casos/{due.case_id}/intento/", {}).status_code == 302
    assert attempts() == []


def test_an_id_used_in_another_case_is_refused(cast, client_of, due):
    other, form, client = due_of(cast.promotora), told(), client_of(cast.promotora)
    client.post(url_of(due), form)
    answer = client.post(url_of(other), form, follow=True)
    assert "Este formulario ya se usó" in answer.content.decode()
    assert len(attempts()) == 1


def test_who_answered_is_asked_no_more_than_needed(cast, client_of, due):
    client = client_of(cast.promotora)
    url = f"/casos/pendientes/{due.pk}/seguimiento/"

    def checked(query):
        page = client.get(url + query).content.decode()
        return set(re.findall(r'name="(?:result|mode)" value="(\w+)"[^>]*\bchecked', page))

    assert checked("?por=message") == {"changed", "message"}
    assert checked("?por=humo") == checked("") == {"call"}


def test_a_next_step_is_answered_in_the_case_not_ticked_off(cast, client_of):
    step = due_of(cast.promotora, kind=DueKind.NEXT_STEP)
    page = client_of(cast.promotora).get("/hoy/").content.decode()
    assert f"/casos/{step.case_id}/seguimiento/?por=call" in page
    assert url_of(step) in page


def test_another_office_finds_nothing_and_who_only_looks_may_not(cast, client_of, due):
    for url in (url_of(due), f"/casos/{due.case_id}/intento/"):
        assert client_of(cast.promotora_esq).post(url, told()).status_code == 404
        assert client_of(cast.oficial).post(url, told()).status_code == 403
    assert "data-answered" not in client_of(cast.oficial).get("/hoy/").content.decode()
    assert attempts() == []
