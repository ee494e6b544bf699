"""Two at once on committed data: one of them wins, and the other is told what was done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.test_races import at_once, committed  # noqa: F401 -- the fixture

from arraigo.casework.models import Due
from arraigo.coordination.errands.actions import finish_errand, give_errands, take_back_errand
from arraigo.coordination.errands.models import Errand, ErrandAnswer
from arraigo.coordination.errands.tests.making import asked, given, told
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.xdist_group("races")


def _together(*acts):
    """Let each `(user, act)` go at the same moment; return what came of each, in order."""
    gate = threading.Barrier(len(acts))

    def run(user, act):
        gate.wait()
        try:
            with acting_as(Actor.user(user)):
                return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        waiting = [pool.submit(run, *each) for each in acts]
        return [each.result() for each in waiting]


def test_done_or_taken_back_but_never_both(committed):  # noqa: F811
    mine, lead = committed.promotora, committed.supervisora
    for _round in range(4):
        errand = given(lead, mine)
        came = _together(
            (mine, lambda errand=errand: finish_errand(errand=errand, data=told(), user=mine)),
            (
                lead,
                lambda errand=errand: take_back_errand(errand=errand, reason="Ya no", user=lead),
            ),
        )
        (refused,) = [each for each in came if isinstance(each, Refused)]
        with acting_as(SYSTEM):
            done = ErrandAnswer.objects.filter(errand=errand).exists()
            standing = Errand.objects.get(pk=errand.pk)
            assert done != (standing.taken_back_at is not None)
            assert (standing.due.done_at is not None) == done
        said = "ya lo cumplió" if done else "retiró este encargo"
        assert said in str(refused.message)


def test_one_form_by_many_is_one_errand_each(committed):  # noqa: F811
    lead, data = committed.supervisora, asked(committed.promotora, committed.promotor)
    at_once(lead, lambda user: give_errands(data=data, user=user))
    with acting_as(SYSTEM):
        assert Errand.objects.filter(lot=data.lot).count() == 2
        assert Due.objects.filter(kind="errand").count() == 2
    errand = given(lead, committed.promotora)
    answer = told()
    at_once(
        committed.promotora,
        lambda user: finish_errand(errand=errand, data=answer, user=user),
    )
    with acting_as(SYSTEM):
        assert ErrandAnswer.objects.filter(errand=errand).count() == 1
