"""Writing what persons are found by, in the transaction that changes their names or numbers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from arraigo.core import clock
from arraigo.people.cui import digits
from arraigo.people.models import ContactPoint, Person, PersonScope
from arraigo.people.search import keys
from arraigo.people.search.models import SearchEntry
from arraigo.people.search.words import beginnings, clues, words_of

_KNOWN_WORDS = "SELECT key, id FROM people_searchword WHERE key = ANY(%s)"
_ADD_WORDS = """
INSERT INTO people_searchword (key) SELECT unnest(%s::bigint[])
ON CONFLICT DO NOTHING RETURNING key, id
"""
_ADD_CLUES = """
INSERT INTO people_searchclue (key, word_id, distance)
SELECT * FROM unnest(%s::bigint[], %s::int[], %s::smallint[]) ON CONFLICT DO NOTHING
"""
_FORGET = """
WITH gone AS (DELETE FROM people_searchentry WHERE person_id = ANY(%s) RETURNING id)
DELETE FROM people_searchkey USING gone WHERE entry_id = gone.id
"""
_ADD_KEYS = """
INSERT INTO people_searchkey (key, entry_id) SELECT * FROM unnest(%s::int[], %s::int[])
"""


def index_person(person: Person) -> None:
    """Write anew what `person` is found by: after her names, numbers or scope have changed."""
    index_people([person])


@transaction.atomic
def index_people(people: Sequence[Person]) -> None:
    """Write anew what these persons are found by. A dozen statements, however many they are."""
    ids = [person.pk for person in people]
    names = {person.pk: words_of(person.full_name) for person in people}
    word_ids = _ensure_words({word for words in names.values() for word in words})
    phones, holders = _phones(ids), _holders(ids)
    forget(ids)
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(
            person_id=person.pk,
            scheme=keys.SCHEME,
            fragments=sorted(keys.fragments_of(phones[person.pk], person.cui)),
        )
        for person in people
    )
    found_by: list[int] = []
    entry_ids: list[int] = []
    for entry in entries:
        words = [word_ids[word] for word in names[entry.person_id]]
        made = keys.keys_of_name(words, holders[entry.person_id])
        found_by.extend(made)
        entry_ids.extend([entry.pk] * len(made))
    with connection.cursor() as cursor:
        cursor.execute(_ADD_KEYS, [found_by, entry_ids])


def forget(person_ids: Sequence[uuid.UUID]) -> None:
    """Take away what these persons are found by, as erasure does. Their words stay, unlinked."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [list(person_ids)])


def _ensure_words(words: Iterable[str]) -> dict[str, int]:
    """Return the ids of words, adding those never seen before with the clues that lead to them.

    Sorted, so that two who add the same words at once wait for each other and never both.
    """
    by_key = {keys.secret(f"word:{word}"): word for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_WORDS, [list(by_key)])
        known = dict(cursor.fetchall())
        if new := sorted(by_key.keys() - known.keys()):
            cursor.execute(_ADD_WORDS, [new])
            added = dict(cursor.fetchall())
            _add_clues({word_id: by_key[key] for key, word_id in added.items()}, cursor)
            cursor.execute(_KNOWN_WORDS, [list(by_key)])
            known = dict(cursor.fetchall())
    return {word: known[key] for key, word in by_key.items()}


def _add_clues(words: dict[int, str], cursor: Any) -> None:
    rows = [
        (keys.secret(f"clue:{clue}"), word_id, distance)
        for word_id, word in words.items()
        for clue, distance in {**beginnings(word), **clues(word)}.items()
    ]
    if rows:
        cursor.execute(_ADD_CLUES, [list(column) for column in zip(*rows, strict=True)])


def _phones(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    phones: dict[uuid.UUID, list[str]] = defaultdict(list)
    contacts = ContactPoint.objects.filter(person__in=ids).values_list("person_id", "phone")
    for person_id, phone in contacts:
        phones[person_id].append(digits(str(phone)))
    return phones


def _holders(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """Return who may see each person now: everybody's number, her offices and organisations."""
    holders = {person_id: {keys.EVERYBODY} for person_id in ids}
    in_force = Q(until=None) | Q(until__gt=clock.now())
    scopes = PersonScope.objects.filter(in_force, person__in=ids)
    for person_id, office, organization in scopes.values_list("person", "office", "organization"):
        if office:
            holders[person_id].add(keys.office_holder(office))
        else:
            holders[person_id].add(keys.organization_holder(organization))
    return holders
