"""A case, a plan of it, and its promotora at work, for every test of the room."""

import pytest
from tests.factories import opened_case

from arraigo.plans.tests.making import agreed


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


@pytest.fixture
def plan(cast, case):
    return agreed(case, cast.promotora)


@pytest.fixture
def at_work(cast, client_of):
    return client_of(cast.promotora)
