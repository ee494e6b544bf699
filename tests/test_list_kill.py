"""The worker dies in the middle of a list: nothing is doubled and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.leads.actions import lists
from arraigo.people.leads.columns import propose
from arraigo.people.leads.enums import ListState, RowState
from arraigo.people.leads.models import Lead, LeadList
from arraigo.people.leads.places import Places
from arraigo.people.leads.tasks import resume_lists
from arraigo.people.tests.lists import faulty_list, received
from tests.test_races import committed  # noqa: F401 -- a fixture

pytestmark = pytest.mark.sweep
ROWS, FAULTS = 1500, 75


def work_and_be_killed(listing, environment):
    """Run workers on the list and kill each as soon as it has got on, until all is done.

    Return how many were killed.
    """
    killed = 0
    while True:
        seen = _now(listing)
        if not seen.is_working:
            return killed
        worker = subprocess.Popen([sys.executable, "-m", "arraigo", "worker"], env=environment)
        try:
            while (now := _now(listing)).is_working and now.done == seen.done:
                assert worker.poll() is None, "the worker ended by itself"
                time.sleep(0.01)
        finally:
            worker.kill()
            worker.wait()
        killed += 1
        with acting_as(SYSTEM, at=clock.now() + timedelta(minutes=5)):
            resume_lists(0)


def _now(listing):
    with acting_as(SYSTEM):
        return LeadList.objects.get(pk=listing.pk)


def test_a_list_survives_the_death_of_its_workers(committed, database_address):  # noqa: F811
    environment = database_address.environment(connection.settings_dict["NAME"])
    user = committed.promotora
    lines, expected = faulty_list(ROWS, FAULTS, seed=9)
    listing = received(user, lines)
    with acting_as(Actor.user(user)):
        fields = propose(lists.layout(listing), {}, Places())
        lists.set_columns(received=listing, fields=fields, user=user)
    deaths = work_and_be_killed(listing, environment)
    with acting_as(SYSTEM):
        wrong = listing.rows.filter(state=RowState.WRONG).values_list("number", "problems")
        assert {number: problems[0]["kind"] for number, problems in wrong} == expected
    for act, state, leads in (
        (lists.import_list, ListState.IMPORTED, ROWS - FAULTS),
        (lists.undo_import, ListState.CHECKED, 0),
    ):
        with acting_as(Actor.user(user)):
            act(received=_now(listing), user=user)
        deaths += work_and_be_killed(listing, environment)
        with acting_as(SYSTEM):
            assert _now(listing).state == state
            assert Lead.objects.count() == leads
            imported = listing.rows.filter(state=RowState.IMPORTED)
            assert set(imported.values_list("pk", flat=True)) == set(
                Lead.objects.values_list("pk", flat=True)
            )
    assert deaths >= 6
