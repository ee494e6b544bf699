"""Six threads note the same, and one answer and one agenda remain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- the fixture

from arraigo.casework.enums import DueKind
from arraigo.casework.ledger import rebuild_states
from arraigo.casework.models import Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.jobs.models import RetentionCheck
from arraigo.jobs.retention.actions import record_check
from arraigo.jobs.tests.making import answer, placed

pytestmark = pytest.mark.xdist_group("races")


def test_one_answer_remains_and_the_others_are_told(committed):  # noqa: F811
    me = committed.promotora
    start = clock.today() - timedelta(days=31)
    job = placed(opened_case(me), me, occurred_on=start)

    def noted(user):
        try:
            return record_check(data=answer(job), user=user)
        except Refused as refused:
            return str(refused)

    told = at_once(me, noted)
    assert sum(isinstance(each, RetentionCheck) for each in told) == 1
    assert sum("ya está anotada" in str(each) for each in told) == len(told) - 1
    with acting_as(SYSTEM):
        dues = Due.objects.of_source(job, DueKind.RETENTION)
        assert sorted(dues.open().values_list("slot", flat=True)) == [90, 180]
        assert dues.exclude(done_at=None).count() == 1
        assert rebuild_states() == (1, [])
