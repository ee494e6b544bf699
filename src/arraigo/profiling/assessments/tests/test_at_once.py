"""Two who record an assessment at once, on committed data."""

from __future__ import annotations

import pytest
from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- the fixture

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.profiling.assessments.actions import record_assessment
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.inputs import AssessmentInput
from arraigo.profiling.assessments.models import Assessment, AssessmentScore
from arraigo.profiling.assessments.tests.making import answers_of, assessed, turned
from arraigo.profiling.assessments.tests.test_required import due_titles, missing, requiring

pytestmark = pytest.mark.xdist_group("races")

RISK, FAMILY = AssessmentKind.RISK, AssessmentKind.FAMILY


def test_two_who_record_one_assessment_at_once_leave_one(committed):  # noqa: F811
    """The same interview comes twice: by page and by phone, or because «Guardar» was pressed."""
    me = committed.promotora
    requiring(committed, EventKind.ASSESSED_RISK)
    case = opened_case(me)
    with acting_as(Actor.user(me)):
        told = AssessmentInput(
            case=case, kind=RISK, occurred_on=clock.today(), answers=answers_of(RISK)
        )
    results = at_once(me, lambda user: record_assessment(data=told, user=user))
    assert not [result for result in results if isinstance(result, Exception)]
    with acting_as(SYSTEM):
        assert Assessment.objects.count() == AssessmentScore.objects.count() == 1
        assert CaseEvent.objects.filter(kind=EventKind.ASSESSED_RISK).count() == 1
    assert due_titles(case) == []
    assert "hacer_assessed_risk" not in missing(case)


def test_two_promotores_who_interview_at_once_leave_both_and_one_round(committed):  # noqa: F811
    """Two interviews are two, and the newest counts; of a round of the survey there is one."""
    me, colleague = committed.promotora, committed.promotor
    turned(AssessmentKind.RSS, on=True)
    case = opened_case(me)
    who = [me, colleague] * 3

    def interview(_user):
        return assessed(who.pop(), case, FAMILY)

    def survey(_user):
        return assessed(me, case, AssessmentKind.RSS)

    assert not [one for one in at_once(me, interview) if isinstance(one, Exception)]
    refused = [one for one in at_once(me, survey) if isinstance(one, Exception)]
    assert len(refused) == 5
    with acting_as(SYSTEM):
        assert Assessment.objects.filter(kind=FAMILY).count() == 6
        assert Assessment.objects.filter(kind=AssessmentKind.RSS).count() == 1
