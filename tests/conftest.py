"""Two offices with everything in them, for the tests of access and their mutations."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from tests.access.committed import committed_database
from tests.access.world import Worlds


@pytest.fixture(scope="module")
def offices(
    database_address: Any, django_db_setup: None, django_db_blocker: Any, worker_id: str
) -> Iterator[SimpleNamespace]:
    """Give the cast and the worlds of each scope in a database of their own."""
    name = f"arraigo_access_{worker_id}"
    with committed_database(database_address, name, django_db_blocker) as cast:
        yield SimpleNamespace(cast=cast, worlds=Worlds(cast), name=name)
