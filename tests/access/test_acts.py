"""Acts and looks at another office's row, by whoever holds its id, with the policies away.

A page asks first whose row it is; here the action alone has to refuse, and the query alone to
give nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.access import walls
from tests.access.attempts import ACTS, LOOKS, REFUSED, outcome, rows_of

pytestmark = pytest.mark.xdist_group("access")


@pytest.fixture
def its(offices: Any) -> Any:
    """The other office's rows, and one's own."""
    return rows_of(offices)


@pytest.mark.parametrize("name", ACTS)
def test_the_action_refuses_by_itself(offices, its, name):
    key, act = ACTS[name]
    with walls.without_policies():
        assert outcome(act, its, getattr(offices.cast, key)).startswith(REFUSED)


@pytest.mark.parametrize("name", LOOKS)
def test_the_query_gives_nothing_by_itself(offices, its, name):
    key, look = LOOKS[name]
    with walls.without_policies():
        given = outcome(look, its, getattr(offices.cast, key))
    assert not [word for word in its.words if word in given], given
