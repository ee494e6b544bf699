"""Making anew what all persons are found by, after it is made otherwise or was lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import connection
from django.db.models import Exists, OuterRef

from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.models import Person
from arraigo.people.querysets import PersonQuerySet
from arraigo.people.search.index import add_entries, count_words, forget
from arraigo.people.search.keys import SCHEME
from arraigo.people.search.models import SearchEntry

BATCH = 1000
MANY = 20_000  # persons from which on an index is sooner built at the end than kept
_EMPTY = "TRUNCATE people_searchentry, people_searchword, people_searchclue RESTART IDENTITY"


def waiting(*, anew: bool = False) -> int:
    """Return how many persons `rebuild` would index."""
    return (Person.objects.all() if anew else _not_indexed()).count()


def rebuild(*, anew: bool = False, progress: Callable[[int], None] = lambda done: None) -> int:
    """Index every person who has no entry of the present scheme; return how many they were.

    Each batch is a transaction of its own, so a run that was stopped goes on where it was.
    Entries of another scheme are removed first; with `anew`, all of them. `progress` is told
    how many are done. To be run as the owner; while it runs, who is not done is not found.
    """
    with acting_as(SYSTEM, purpose="reindex"):
        if anew or not SearchEntry.objects.filter(scheme=SCHEME).exists():
            with connection.cursor() as cursor:
                cursor.execute(_EMPTY)
        if waiting() > MANY:
            _drop_indexes()
    done, last = 0, uuid.UUID(int=0)
    while batch := _index_next(last):
        last, done = batch[-1], done + len(batch)
        progress(done)
    with acting_as(SYSTEM, purpose="reindex"):
        _build_indexes()
        count_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_searchentry, people_searchword, people_searchclue")
    return done


def _not_indexed() -> PersonQuerySet:
    present = SearchEntry.objects.filter(person_id=OuterRef("pk"), scheme=SCHEME)
    return Person.objects.filter(~Exists(present))


def _index_next(last: uuid.UUID) -> list[uuid.UUID]:
    """Index the next persons after `last` who need it, and return their ids."""
    with acting_as(SYSTEM, purpose="reindex"):
        following = (
            _not_indexed()
            .filter(pk__gt=last)
            .order_by("pk")
            .only("pk", "given_names", "surnames", "cui")
        )
        people = list(following.select_for_update(no_key=True)[:BATCH])
        if people:
            ids = [person.pk for person in people]
            forget(ids)
            add_entries(people)
            return ids
        return []


def _drop_indexes() -> None:
    with connection.schema_editor() as editor:
        for index in SearchEntry._meta.indexes:
            editor.execute(f"DROP INDEX IF EXISTS {editor.quote_name(index.name)}")


def _build_indexes() -> None:
    """Build the indexes of entries that are not there: after this run or one that was stopped."""
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, SearchEntry._meta.db_table)
    with connection.schema_editor() as editor:
        for index in SearchEntry._meta.indexes:
            if index.name not in there:
                editor.add_index(SearchEntry, index)
