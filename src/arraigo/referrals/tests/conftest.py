"""A case and a referral of it, for every test of the room."""

from types import SimpleNamespace

import pytest
from tests.factories import opened_case

from arraigo.casework.models import Case
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import sent


@pytest.fixture
def case(cast: SimpleNamespace) -> Case:
    return opened_case(cast.promotora, phone="+50255550123")


@pytest.fixture
def referral(cast: SimpleNamespace, case: Case) -> Referral:
    return sent(case, cast.promotora)
