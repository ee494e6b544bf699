"""Tests of one group keep to one worker: they share a database that each would make anew."""

import os

import pytest

pytestmark = pytest.mark.xdist_group("together")


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="there is one process only")
def test_the_scheduler_knows_the_group(request):
    """xdist hands a group over as the end of the test's id; where that is lost, so is the group."""
    assert request.node.nodeid.endswith("@together")
