"""When a session ends, and who is asked once more."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.factories import registered_person

from arraigo.accounts.freshness import ABSOLUTE, IDLE, IDLE_WITH_SECOND_FACTOR
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.merging.actions import request_merge
from arraigo.people.merging.models import Merge

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PAGE = "/mas/"


def opens(client, after):
    with time_machine.travel(clock.now() + after, tick=False):
        return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("key", "idle"), [("promotora", IDLE), ("supervisora", IDLE_WITH_SECOND_FACTOR)]
)
def test_an_idle_session_ends(cast, client_of, key, idle):
    client = client_of(getattr(cast, key))
    assert opens(client, timedelta())
    assert opens(client, idle - MINUTE)
    assert not opens(client, 2 * idle)
    assert not opens(client, 2 * idle)


def test_a_session_in_use_ends_after_a_working_day(cast, client_of):
    client = client_of(cast.promotora)
    hours = int(ABSOLUTE / timedelta(hours=1))
    assert all(opens(client, timedelta(hours=hour)) for hour in range(hours))
    assert not opens(client, ABSOLUTE)


def test_disabling_a_user_ends_her_sessions_at_once(cast, client_of):
    clients = [client_of(cast.promotora) for _device in range(2)]
    assert all(client.get(PAGE).status_code == 200 for client in clients)
    cast.promotora.is_active = False
    cast.promotora.save()
    assert all(client.get(PAGE).status_code == 302 for client in clients)


@pytest.fixture
def merge(cast):
    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        return request_merge(survivor=one, absorbed=other, reason="Mismo DPI", user=cast.promotora)


def test_a_merge_asks_once_more_and_loses_nothing(cast, client_of, merge):
    client, address = client_of(cast.promotor), reverse("merging:confirm", args=[merge.pk])
    client.get(PAGE)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 16 * 60}
    ]
    session.save()
    answer = client.post(address)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    with acting_as(SYSTEM):
        assert Merge.objects.get().decided_by is None


def test_whoever_entered_just_now_is_not_asked(cast, client_of, merge):
    answer = client_of(cast.promotor).post(reverse("merging:confirm", args=[merge.pk]))
    assert answer["Location"] == merge.get_absolute_url()
    with acting_as(SYSTEM):
        assert Merge.objects.get().decided_by == cast.promotor
