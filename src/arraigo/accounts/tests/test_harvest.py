"""Limits against harvesting: exact numbers, other hours, other users, at once, told once."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from tests.factories import opened_case

from arraigo.accounts.enums import Role
from arraigo.accounts.harvest import actions, tasks
from arraigo.accounts.harvest.counting import count_looks, not_files
from arraigo.accounts.harvest.middleware import MOST_IN_A_FILE, HarvestMiddleware
from arraigo.accounts.harvest.models import LookAlert, Looked, LookLimit
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db
ALERT, STOP = 3, 4
ASKED = 429


@pytest.fixture(autouse=True)
def few(cast):
    """Let a promotora open three files an hour before anybody is told, and four before asking."""
    with acting_as(SYSTEM):
        LookLimit.objects.create(
            role=Role.PROMOTOR, alert_files=ALERT, stop_files=STOP, alert_searches=2,
            stop_searches=2,
        )  # fmt: skip


@pytest.fixture
def cases(cast):
    return [opened_case(cast.promotora) for _ in range(STOP + 2)]


def opens(client, case):
    return client.get(f"/casos/{case.pk}/").status_code


def alerts(user):
    with acting_as(SYSTEM):
        return list(LookAlert.objects.filter(user=user))


def test_told_at_the_number_and_asked_after_the_other(cast, client_of, cases):
    client = client_of(cast.promotora)
    for case in cases[: ALERT - 1]:
        assert opens(client, case) == 200
    assert alerts(cast.promotora) == []
    assert opens(client, cases[ALERT - 1]) == 200
    (alert,) = alerts(cast.promotora)
    assert (alert.what, alert.number, alert.stopped_at) == (Looked.FILES, ALERT, None)
    assert opens(client, cases[STOP - 1]) == 200
    assert opens(client, cases[STOP]) == ASKED
    (alert,) = alerts(cast.promotora)
    assert alert.stopped_at is not None


def test_the_page_is_kind_and_shows_nobody(cast, client_of, cases):
    client = client_of(cast.promotora)
    for case in cases[:STOP]:
        opens(client, case)
    page = client.get(f"/casos/{cases[STOP].pk}/")
    text = page.content.decode()
    assert "confirme que es usted" in text
    assert f"/cuenta/reautenticar/?next=%2Fcasos%2F{cases[STOP].pk}%2F" in text
    assert cases[STOP].person.surnames not in text
    assert "no-store" in page["Cache-Control"]
    with acting_as(SYSTEM):
        assert not Trace.objects.filter(
            person_id=cases[STOP].person_id, purpose="desk:case"
        ).exists()


def test_files_already_open_stay_open(cast, client_of, cases):
    client = client_of(cast.promotora)
    for case in cases[:STOP] * 3:
        assert opens(client, case) == 200
    assert opens(client, cases[STOP]) == ASKED
    assert opens(client, cases[0]) == 200


def looked(user, cases, ago):
    """Write that the user opened these files some time ago."""
    with acting_as(Actor.user(user), at=clock.now() - ago) as context:
        context.show([case.person_id for case in cases], "desk:case")


def proved(client, ago):
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - ago.total_seconds()}
    ]
    session.save()


def test_who_proves_who_it_is_goes_on(cast, client_of, cases):
    client = client_of(cast.promotora)
    looked(cast.promotora, cases[:STOP], timedelta(minutes=10))
    proved(client, timedelta(minutes=20))
    assert opens(client, cases[STOP]) == ASKED
    assert alerts(cast.promotora)[0].number == STOP + 1
    proved(client, timedelta(minutes=1))
    assert opens(client, cases[STOP]) == 200
    assert len(alerts(cast.promotora)) == 1


@pytest.mark.parametrize(("ago", "status"), [(59, ASKED), (61, 200)])
def test_an_hour_is_an_hour(cast, client_of, cases, ago, status):
    client = client_of(cast.promotora)
    looked(cast.promotora, cases[:STOP], timedelta(minutes=ago))
    proved(client, timedelta(hours=2))
    assert opens(client, cases[STOP]) == status
    assert bool(alerts(cast.promotora)) is (status == ASKED)


def test_told_once_an_hour(cast, client_of, cases):
    client = client_of(cast.promotora)
    with acting_as(SYSTEM):
        earlier = clock.now() - timedelta(minutes=61)
        LookAlert.objects.create(user=cast.promotora, what=Looked.FILES, number=ALERT, at=earlier)
    for case in cases[:STOP]:
        opens(client, case)
    assert len(alerts(cast.promotora)) == 2


def test_two_users_are_counted_apart(cast, client_of, cases):
    one, other = client_of(cast.promotora), client_of(cast.promotor)
    for case in cases[:STOP]:
        assert opens(one, case) == 200
    assert opens(other, cases[STOP]) == 200
    assert alerts(cast.promotor) == []


def test_lists_open_no_file(cast, client_of, cases):
    client = client_of(cast.promotora)
    for page in ("/casos/", "/hoy/") * 3:
        assert client.get(page).status_code == 200
    assert alerts(cast.promotora) == []
    assert {"desk:cases", "desk:today", "indicators:facts", "search_results"} <= set(not_files())
    assert not {"desk:case", "rights:copy", "plans:detail", "emergency_file"} & set(not_files())


def test_searches_have_their_own_number(cast, client_of, cases):
    client = client_of(cast.promotora)
    found = client.post("/buscar/", {"q": cases[0].person.surnames})["Location"]
    assert client.get(found).status_code == 200
    assert alerts(cast.promotora) == []
    assert client.get(found).status_code == 200
    assert [alert.what for alert in alerts(cast.promotora)] == [Looked.SEARCHES]
    assert client.get(found).status_code == ASKED
    assert opens(client, cases[0]) == 200


def test_a_search_that_finds_nobody_costs_nothing(cast, client_of):
    client = client_of(cast.promotora)
    for _ in range(4):
        found = client.post("/buscar/", {"q": "Zzyzx Qqqq"})["Location"]
        assert client.get(found).status_code == 200


def test_what_is_written_is_never_refused(cast, client_of, cases):
    client = client_of(cast.promotora)
    for case in cases[:STOP]:
        opens(client, case)
    answer = client.post(f"/casos/{cases[STOP].pk}/nota/", {"text": ""})
    assert answer.status_code == 422


def test_the_widest_role_counts_and_a_later_limit_replaces(cast):
    limits = LookLimit.objects
    assert limits.for_roles(frozenset({"promotor"})).stop_files == STOP
    assert limits.for_roles(frozenset({"project_lead"})).stop_files == 120
    assert limits.for_roles(frozenset({"promotor", "national_officer"})).stop_files == 240
    with acting_as(Actor.user(cast.datos)):
        numbers = {"alert_files": 1, "stop_files": 1, "alert_searches": 1, "stop_searches": 1}
        actions.set_limit(role="promotor", user=cast.datos, **numbers)
    assert limits.for_roles(frozenset({"promotor"})).stop_files == 1


@pytest.mark.parametrize("wrong", [
    {"stop_files": 1, "alert_files": 2}, {"alert_files": 0}, {"alert_searches": -1},
    {"stop_searches": 10**9},
])  # fmt: skip
def test_numbers_in_no_order_are_refused(cast, client_of, wrong):
    numbers = {"alert_files": 5, "stop_files": 9, "alert_searches": 5, "stop_searches": 9}
    answer = client_of(cast.datos).post("/consultas/limites/", {"role": "", **numbers, **wrong})
    assert answer.status_code == 422
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        actions.set_limit(role="", user=cast.promotora, **numbers)
    with acting_as(Actor.user(cast.datos)), pytest.raises(ValidationError):
        actions.set_limit(role="rey", user=cast.datos, **numbers)


def test_told_by_mail_without_a_name_and_reviewed_by_another(cast, client_of, cases):
    client = client_of(cast.promotora)
    for case in cases[:ALERT]:
        opens(client, case)
    (alert,) = alerts(cast.promotora)
    tasks.tell_reviewers(alert_id=alert.pk)
    assert {to for message in mail.outbox for to in message.to} >= {
        cast.datos.email, cast.supervisora.email,
    }  # fmt: skip
    assert cast.supervisor_esq.email not in {to for message in mail.outbox for to in message.to}
    assert not any(cast.promotora.name in message.body for message in mail.outbox)
    page = client_of(cast.supervisora).get("/consultas/").content.decode()
    assert "3 expedientes abiertos" in page
    where = f"/consultas/{alert.pk}/"
    assert client_of(cast.supervisor_esq).get(where).status_code == 404
    lead = client_of(cast.supervisora)
    assert lead.post(where, {"comment": " "}).status_code == 422
    assert lead.post(where, {"comment": "Preparaba la feria"}).status_code == 302
    with acting_as(Actor.user(cast.datos)), pytest.raises(Refused, match="Otra persona"):
        actions.review_alert(alert=alert, comment="Otra cosa", user=cast.datos)


def test_a_file_names_a_hundred_persons_at_most(cast, cases):
    request = RequestFactory().get("/exporta/")
    request.user = cast.oficial
    file = HttpResponse(b"x", headers={"Content-Disposition": "attachment; filename=a.xlsx"})
    for number, status in ((MOST_IN_A_FILE, 200), (MOST_IN_A_FILE + 1, 403)):
        with acting_as(Actor.user(cast.oficial)) as context:
            request.arraigo = context
            request.session = {}
            request.resolver_match = None
            context.show([uuid4() for _ in range(number)], "desk:cases")
            answer = HarvestMiddleware(lambda _request: file)(request)
            assert answer.status_code == status
            context.undo()
    assert "demasiadas personas" in answer.content.decode()


def test_counting_uses_the_index(cast):
    with acting_as(Actor.user(cast.promotora)), connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'trace_actor'")
        assert "(actor_id, at) WHERE" in cursor.fetchone()[0]


def test_only_a_user_is_counted(db):
    with (
        acting_as(Actor.job("x")),
        pytest.raises(DatabaseError, match="only what a user"),
        transaction.atomic(),
    ):
        count_looks([], False, None)
