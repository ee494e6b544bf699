"""Six threads cast the lot, and verify a case, on committed data: one effect remains."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import opened_case
from tests.test_races import at_once, committed, done  # noqa: F401 -- the fixture

from arraigo.casework.models import CaseEvent, DrawnCase, QualityCheck, QualityDraw
from arraigo.casework.quality.actions import record_check
from arraigo.casework.quality.drawing import draw_cases
from arraigo.casework.quality.lot import CASES_A_MONTH
from arraigo.casework.quality.months import begins_at, last_month
from arraigo.casework.tests.making import found
from arraigo.core.context import SYSTEM, acting_as

pytestmark = pytest.mark.xdist_group("races")


def test_one_lot_and_one_verification(committed):  # noqa: F811
    lead = committed.supervisora
    with acting_as(SYSTEM, at=begins_at(last_month()) + timedelta(days=9)):
        cases = [opened_case(committed.promotora) for _ in range(7)]
    office = cases[0].office

    def cast(user):
        return draw_cases(office=office, month=last_month(), user=user)

    assert len({draw.pk for draw in done(at_once(lead, cast))}) == 1
    with acting_as(SYSTEM):
        (draw,) = QualityDraw.objects.filter(office=office)
        rows = list(DrawnCase.objects.filter(draw=draw).select_related("draw", "case"))
    assert len(rows) == CASES_A_MONTH
    assert draw.verify(rows)

    drawn = rows[0]
    told = at_once(lead, lambda user: record_check(data=found(drawn), user=user))
    assert len(done(told)) == 1
    assert {str(refused) for refused in told if refused not in done(told)} == {
        f"{lead} ya lo registró."
    }
    with acting_as(SYSTEM):
        assert QualityCheck.objects.filter(drawn=drawn).count() == 1
        assert CaseEvent.objects.filter(case=drawn.case, kind="quality_checked").count() == 1
