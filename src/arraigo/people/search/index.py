"""Writing what persons are found by, in the transaction that changes their names or numbers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from arraigo.core import clock
from arraigo.people.cui import digits
from arraigo.people.models import ContactPoint, Person, PersonScope
from arraigo.people.search import keys
from arraigo.people.search.vocabulary import array
from arraigo.people.search.words import beginnings, clues, words_of

_KNOWN_WORDS = "SELECT key, id FROM people_searchword WHERE key = ANY(%s)"
_ADD_WORDS = """
INSERT INTO people_searchword (key, persons) SELECT unnest(%s::bigint[]), 1
ON CONFLICT DO NOTHING RETURNING key, id
"""
_ADD_CLUES = """
INSERT INTO people_searchclue (key, word)
SELECT key, min(word) FROM unnest(%s::bigint[], %s::int[]) AS clue(key, word)
GROUP BY key, word / 8 ON CONFLICT DO NOTHING
"""
_FORGET = "DELETE FROM people_searchentry WHERE person_id = ANY(%s)"
_ADD_ENTRIES = """
COPY people_searchentry (person_id, scheme, words, keys, holders, fragments) FROM STDIN
"""
_COUNT = """
UPDATE people_searchword word SET persons = counted.persons FROM (
    SELECT word_id, count(*) AS persons FROM people_searchentry, unnest(words) AS word_id
    GROUP BY word_id
) counted WHERE counted.word_id = word.id AND counted.persons <> word.persons
"""


def index_person(person: Person) -> None:
    """Write anew what `person` is found by: after her names, numbers or scope have changed."""
    index_people([person])


@transaction.atomic
def index_people(people: Sequence[Person]) -> None:
    """Write anew what these persons are found by. A dozen statements, however many they are."""
    forget([person.pk for person in people])
    add_entries(people)


def add_entries(people: Sequence[Person]) -> None:
    """Write what these persons are found by, who have no entry yet."""
    ids = [person.pk for person in people]
    names = {person.pk: words_of(person.full_name) for person in people}
    word_ids = _ensure_words({word for words in names.values() for word in words})
    phones, holders = _phones(ids), _holders(ids)
    with connection.cursor() as cursor, cursor.copy(_ADD_ENTRIES) as rows:
        for person in people:
            words = list(dict.fromkeys(word_ids[word] for word in names[person.pk]))
            fragments = keys.fragments_of(phones[person.pk], person.cui)
            found_by = (words, keys.keys_of_name(words), holders[person.pk], fragments)
            rows.write_row((person.pk, keys.SCHEME, *map(array, found_by)))


def forget(person_ids: Sequence[uuid.UUID]) -> None:
    """Take away what these persons are found by, as erasure does. Their words stay, unlinked."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [list(person_ids)])


def count_words() -> None:
    """Count anew how many persons have each word, which tells the likeliest one meant.

    Counted apart from writing, so that two who register a María do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)


def known_words(words: Iterable[str]) -> dict[str, int]:
    """Return the ids of those of the folded words that occur in names."""
    by_key = {keys.word_key(word): word for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_WORDS, [list(by_key)])
        return {by_key[key]: word_id for key, word_id in cursor.fetchall()}


def _ensure_words(words: set[str]) -> dict[str, int]:
    """Return the ids of words, adding those never seen before with the clues that lead to them.

    Sorted, so that two who add the same words at once wait for each other and never both.
    """
    known = known_words(words)
    if new := {keys.word_key(word): word for word in words - known.keys()}:
        with connection.cursor() as cursor:
            cursor.execute(_ADD_WORDS, [sorted(new)])
            added = dict(cursor.fetchall())
            _add_clues({word_id: new[key] for key, word_id in added.items()}, cursor)
        known = known_words(words)
    return known


def _add_clues(words: dict[int, str], cursor: Any) -> None:
    rows = [
        (keys.secret(f"clue:{clue}"), 8 * word_id + distance)
        for word_id, word in words.items()
        for clue, distance in {**beginnings(word), **clues(word)}.items()
    ]
    if rows:
        cursor.execute(_ADD_CLUES, [list(column) for column in zip(*rows, strict=True)])


def _phones(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    phones: dict[uuid.UUID, list[str]] = defaultdict(list)
    contacts = ContactPoint.objects.filter(person__in=ids)
    written = contacts.annotate(written=Cast("phone", TextField()))  # reading it anew costs more
    for person_id, phone in written.values_list("person_id", "written"):
        phones[person_id].append(digits(phone))
    return phones


def _holders(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """Return who may see each person now: her offices and organisations.

    One whose time ends stays until she is written anew: her policy decides, this only finds.
    """
    holders: dict[uuid.UUID, set[int]] = defaultdict(set)
    in_force = Q(until=None) | Q(until__gt=clock.now())
    scopes = PersonScope.objects.filter(in_force, person__in=ids)
    for person_id, office, organization in scopes.values_list("person", "office", "organization"):
        if office:
            holders[person_id].add(keys.office_holder(office))
        else:
            holders[person_id].add(keys.organization_holder(organization))
    return holders
