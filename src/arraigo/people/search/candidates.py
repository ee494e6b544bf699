"""Who may be meant: person ids from the search tables, with and without a user's scope.

First the typed words lead to the words of the registry they may stand for (`vocabulary`); then
two or three such words together lead to the persons who have them. Such keys reach few persons
each, and of those that may be meant the rarest are tried first, so the cost hardly grows with the
registry. Who may see a person is asked of the same index, before any cut, so another office's
namesakes take nobody's place.
"""

from __future__ import annotations

import uuid
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import accumulate, combinations
from typing import Any, NamedTuple

from django.db import connection

from arraigo.accounts.enums import Role
from arraigo.people.search import keys
from arraigo.people.search.vocabulary import Slot, array, readings
from arraigo.people.search.words import words_of

MOST = 80  # candidates returned; the ranking looks at each
MOST_TYPED = 7  # words of a query that are looked at
BEHIND = 0.35  # of the best candidate's likeness, by its words, at which one is left out
LEFT = 0.01  # of likeness, for each word of a name that was not typed

#: Of one word typed: how many words of the registry are tried with two others, with one, alone.
VARIANTS = {3: 16, 2: 40, 1: 60}

TRIED = 300  # keys of a question, the worthiest
REACHED = 1000  # persons they are expected to have
LOOKED_UP = 2  # what a key costs by itself, where a person costs one
LONG = 500  # persons from which on a key is looked up apart
REACHED_LONG = 3000  # persons that such keys may have, or one key alone
FROM_KEYS, FROM_LONG_KEYS = 2000, 200  # persons taken
UNLIKELY = 3e-5  # share of the chance that is not followed up

_BY_KEYS = """
SELECT * FROM people_with_keys(%s, %s, %s) UNION ALL SELECT * FROM people_with_keys(%s, %s, %s)
"""
_BY_NUMBER = """
SELECT DISTINCT person_id FROM people_searchentry
WHERE ({fragments}) AND (%(holders)s::int[] IS NULL OR holders && %(holders)s::int[])
LIMIT %(most)s
"""


def candidate_ids(
    name: str = "", numbers: Iterable[str] = (), *, user: Any = None
) -> list[uuid.UUID]:
    """Return the ids of persons who may have this name, phone or CUI; those by number first.

    Names may be misspelt, swapped, joined, cut short or missing; numbers are digits, four of a
    phone or of the beginning of a CUI, or five of any part of it. With `user` only persons of
    her scope take a place; a job leaves it out. The ids promise nothing: fetch the persons
    under their policy and compare.
    """
    holders = holders_of(user)
    by_number = _by_number(list(numbers), holders)
    return list(dict.fromkeys([*by_number, *_by_name(words_of(name)[:MOST_TYPED], holders)]))


def holders_of(user: Any) -> str | None:
    """Return whose persons are looked through; None for everybody's."""
    if user is None or Role.NATIONAL_OFFICER in user.roles:
        return None
    holders = {*map(keys.office_holder, user.office_ids)}
    holders.update(map(keys.organization_holder, user.organization_ids))
    return array(sorted(holders))


def _by_number(numbers: list[str], holders: str | None) -> list[uuid.UUID]:
    sought = [fragments for number in numbers for fragments in keys.fragments_sought(number)]
    if not sought:
        return []
    names = [f"fragments{place}" for place in range(len(sought))]
    statement = _BY_NUMBER.format(
        fragments=" OR ".join(f"fragments @> %({name})s::int[]" for name in names)
    )
    values = {name: array(fragments) for name, fragments in zip(names, sought, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "holders": holders, "most": MOST})
        return [person_id for (person_id,) in cursor.fetchall()]


def _by_name(typed: list[str], holders: str | None) -> list[uuid.UUID]:
    read = readings(typed)
    chosen = [sought for slots in read for sought in _keys_of([slot for slot in slots if slot])]
    short = _worthiest((one for one in chosen if one.persons <= LONG), REACHED)
    long = _worthiest((one for one in chosen if one.persons > LONG), REACHED_LONG)
    return likeliest(_having(short, long, holders), read)


def _worthiest(chosen: Iterable[Sought], most: float) -> list[Sought]:
    """Return the best that together are expected to reach so many persons; one at least."""
    best = nlargest(TRIED, chosen, key=_worth)
    reached = list(accumulate(one.persons for one in best))
    return best[: max(1, bisect(reached, most))]


class Sought(NamedTuple):
    """Words that the person meant may have together."""

    worth: float
    persons: float  # expected to have them
    word_ids: tuple[int, ...]


def _worth(sought: Sought) -> float:
    return sought.worth


def _keys_of(slots: Sequence[Slot]) -> Iterator[Sought]:
    """Return the words that the person meant may have, by two and three; of one typed, alone.

    They are worth the share of the chance that they are hers, by what it costs to look them up:
    about as much as to look at a person or two, and the persons they are expected to reach.
    """
    sizes = (1,) if len(slots) < 2 else (2, 3)
    for size in sizes:
        tried = [slot[: VARIANTS[size]] for slot in slots]
        for places in combinations(tried, size):
            for share, persons, word_ids in _together(places):
                if len(set(word_ids)) == size:
                    yield Sought(share / (LOOKED_UP + persons), persons, word_ids)


def _together(places: Sequence[Slot]) -> Iterator[tuple[float, float, tuple[int, ...]]]:
    """Return one word for each place, in every way that is not too unlikely."""
    if not places:
        yield 1.0, 0.0, ()
        return
    for share, persons, word_ids in _together(places[1:]):
        for one in places[0]:
            if share * one.share < UNLIKELY:
                break
            yield (
                share * one.share,
                persons * one.frequency if word_ids else float(one.persons),
                (one.word_id, *word_ids),
            )


def _having(
    short: Sequence[Sought], long: Sequence[Sought], holders: str | None
) -> dict[uuid.UUID, list[int]]:
    """Return persons who have any of these words together, with all words they have.

    Those who only have what very many have are taken apart, so that they displace nobody.
    """
    if not short and not long:
        return {}
    values = [
        *(_keys(short), holders, FROM_KEYS),
        *(_keys(long), holders, FROM_LONG_KEYS),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEYS, values)
        return dict(cursor.fetchall())


def _keys(sought: Sequence[Sought]) -> str:
    return array({keys.key(one.word_ids) for one in sought})


def likeliest(found: dict[uuid.UUID, list[int]], read: list[list[Slot]]) -> list[uuid.UUID]:
    """Return those whose words are most like what was typed, in any of its readings."""
    meanings = [(_meaning(slots), len(slots)) for slots in read if slots]
    scores = {
        person_id: max(_likeness(words, meaning) / places for meaning, places in meanings)
        - LEFT * len(words)
        for person_id, words in found.items()
    }
    order = nlargest(MOST, scores, key=scores.__getitem__)
    return [one for one in order if scores[one] >= scores[order[0]] - BEHIND]


def _meaning(slots: list[Slot]) -> dict[int, list[tuple[int, float]]]:
    """Return, for each word of the registry, in which places it may be meant and how likely."""
    meaning: dict[int, list[tuple[int, float]]] = {}
    for place, slot in enumerate(slots):
        for one in slot:
            meaning.setdefault(one.word_id, []).append((place, one.likely))
    return meaning


def _likeness(words: list[int], meaning: dict[int, list[tuple[int, float]]]) -> float:
    best: dict[int, float] = {}
    for word_id in words:
        for place, likely in meaning.get(word_id, ()):
            if likely > best.get(place, 0):
                best[place] = likely
    return sum(best.values())
