"""All or nothing: the story is one transaction, so no step of it needs a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def savepoints() -> Iterator[None]:
    """Let savepoints be set in a step in which something is meant to be refused."""
    features = connection.features
    kept = features.uses_savepoints
    features.uses_savepoints = True
    try:
        yield
    finally:
        features.uses_savepoints = kept


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let nested transactions set no savepoints meanwhile: half of all statements fall away.

    A step that fails then fails the whole load, as it should: nothing is left half-loaded.
    """
    features = connection.features
    kept = features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = kept
