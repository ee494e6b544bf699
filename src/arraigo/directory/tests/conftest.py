from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client


@pytest.fixture
def at_work(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    """Return the browser of a promotora who is logged in."""
    return client_of(cast.promotora)


@pytest.fixture
def outside(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    """Return the browser of an employer, who has no directory."""
    return client_of(cast.empleadora)
