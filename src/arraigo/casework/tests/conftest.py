"""What the tests of case work share."""

import pytest

from arraigo.casework.tests.making import case_of


@pytest.fixture
def case(cast):
    """The promotora's case, opened on the first day."""
    return case_of(cast.promotora)
