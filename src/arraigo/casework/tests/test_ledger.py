"""The states rebuilt and compared."""

import pytest
from tests.factories import opened_case

from arraigo.casework.ledger import rebuild_states
from arraigo.casework.models import CaseState
from arraigo.core.context import SYSTEM, acting_as
from arraigo.web.doctor import application
from arraigo.web.doctor.findings import Kind

pytestmark = pytest.mark.django_db


def test_a_wrong_state_is_told_and_put_right(cast):
    right, wrong = opened_case(cast.promotora), opened_case(cast.promotora)
    with acting_as(SYSTEM):
        assert rebuild_states() == (2, [])
        CaseState.objects.filter(case=wrong).update(step=4, missing=[])
        CaseState.objects.filter(case=right).delete()
        cases, found = rebuild_states()
        assert cases == 2
        assert {(each.code, "step" in each.columns) for each in found} == {
            (wrong.code, True),
            (right.code, True),
        }
        assert rebuild_states() == (2, [])


def test_the_doctor_says_which(cast):
    case = opened_case(cast.promotora)
    assert application.check_ledger().kind is Kind.OK
    with acting_as(SYSTEM):
        CaseState.objects.filter(case=case).update(priority="alta")
    told = application.check_ledger()
    assert told.kind is Kind.WARN
    assert f"{case.code} (priority)" in told.text
