"""Who may be meant: person ids from the key tables, with and without a user's scope.

First the typed words lead to the words of the registry they may stand for (a vocabulary of tens
of thousands, however many the persons are); then two or three such words together lead to the
persons who have them. Each key reaches few persons, and who may see a person is part of the key,
so the cost hardly grows with the registry and another office's namesakes take nobody's place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import combinations, pairwise, product
from math import prod
from operator import itemgetter
from typing import Any

from django.db import connection

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.people.search import keys
from arraigo.people.search.words import (
    ONE_LETTER,
    PARTICLES,
    TWO_LETTERS,
    beginning,
    clues,
    words_of,
)

MOST = 200  # candidates returned; the ranking looks at each
MOST_TYPED = 7  # words of a query that are looked at
LIKELY = (1.0, 0.95, 0.85, 0.72, 0.55)  # by the distance of the clue that met
LEAST_APART = LIKELY[TWO_LETTERS]
SHORTEST_PART = 3


@dataclass(frozen=True)
class Level:
    """How much one, two or three words together count, and how many such keys are tried."""

    worth: float
    reach: int  # persons taken per key
    most: int  # keys tried of one reading, the likeliest
    variants: dict[int, int]  # words of the registry tried per word typed, by how many were typed

    def tried(self, typed: int) -> int:
        """Return how many words of the registry are tried for each of `typed` words."""
        return self.variants[min(typed, max(self.variants))]


LEVELS = {
    1: Level(0.4, 60, 60, {1: 60, 2: 4}),
    2: Level(1.0, 100, 300, {2: 24, 3: 14, 4: 10}),
    3: Level(2.0, 1500, 450, {3: 14, 4: 9, 5: 6, 6: 4}),
}
ALONE = 150  # persons taken per key when one word was typed

Variants = list[tuple[int, float]]  # ids of words of the registry, the likeliest first

_VARIANTS = """
SELECT part, word_id, distance FROM (
    SELECT part, word_id, min(greatest(typed.distance, clue.distance)) AS distance,
        row_number() OVER (PARTITION BY part ORDER BY
            min(greatest(typed.distance, clue.distance)), -count(*), word_id) AS place
    FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS typed(key, part, distance)
    JOIN people_searchclue clue USING (key) GROUP BY part, word_id
) met WHERE place <= %s ORDER BY part, place
"""

_BY_NAME = """
SELECT person_id FROM (
    SELECT found.entry_id, coalesce(sum(worth) FILTER (WHERE whole), 0)
        + coalesce(max(worth) FILTER (WHERE NOT whole), 0) AS worth
    FROM unnest(%(keys)s::int[], %(worth)s::real[], %(reach)s::int[], %(whole)s::bool[])
        AS sought(key, worth, reach, whole)
    CROSS JOIN LATERAL (
        SELECT entry_id FROM people_searchkey k WHERE k.key = sought.key LIMIT sought.reach
    ) found
    GROUP BY found.entry_id ORDER BY worth DESC, found.entry_id OFFSET 0
) hit CROSS JOIN LATERAL (
    SELECT person_id FROM people_searchentry entry WHERE entry.id = hit.entry_id AND {scope}
    OFFSET 0
) seen LIMIT %(most)s
"""

_BY_NUMBER = """
SELECT DISTINCT entry.person_id FROM people_searchentry entry
WHERE {fragments} AND {scope} LIMIT %(most)s
"""

_IN_SCOPE = """EXISTS (
    SELECT FROM people_personscope s WHERE s.person_id = entry.person_id
    AND (s.until IS NULL OR s.until > %(now)s)
    AND (s.office_id = ANY(%(offices)s) OR s.organization_id = ANY(%(organizations)s)))"""


@dataclass(frozen=True)
class Scope:
    """Whose persons are looked through: everybody's, or those some holders may see."""

    holders: tuple[int, ...] = (keys.EVERYBODY,)
    condition: str = "true"
    parameters: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, user: Any) -> Scope:
        """Return the scope of `user`; that of None, or of a national officer, is everybody."""
        if user is None or Role.NATIONAL_OFFICER in user.roles:
            return cls()
        offices, organizations = user.office_ids, user.organization_ids
        holders = {*map(keys.office_holder, offices)}
        holders.update(map(keys.organization_holder, organizations))
        parameters = {"offices": offices, "organizations": organizations, "now": clock.now()}
        return cls(tuple(sorted(holders)), _IN_SCOPE, parameters)


def candidate_ids(
    name: str = "", numbers: Iterable[str] = (), *, user: Any = None
) -> list[uuid.UUID]:
    """Return the ids of persons who may have this name, phone or CUI; those by number first.

    Names may be misspelt, swapped, joined, cut short or missing; numbers are digits, four of a
    phone or of the beginning of a CUI, or five of any part of it. With `user` only persons of
    her scope take a place; a job leaves it out. The ids promise nothing: fetch the persons
    under their policy and compare.
    """
    scope = Scope.of(user)
    by_number = _by_number(list(numbers), scope)
    return list(dict.fromkeys([*by_number, *_by_name(words_of(name)[:MOST_TYPED], scope)]))


def _by_number(numbers: list[str], scope: Scope) -> list[uuid.UUID]:
    sought = [fragments for number in numbers for fragments in keys.fragments_sought(number)]
    if not sought:
        return []
    names = [f"fragments{place}" for place in range(len(sought))]
    condition = " OR ".join(f"entry.fragments @> %({name})s::int[]" for name in names)
    statement = _BY_NUMBER.format(fragments=f"({condition})", scope=scope.condition)
    return _ids(statement, {**scope.parameters, **dict(zip(names, sought, strict=True))})


def _by_name(typed: list[str], scope: Scope) -> list[uuid.UUID]:
    sought: dict[int, tuple[float, int, bool]] = {}
    for reading in readings(typed):
        for key, worth, reach, whole in _keys_of(reading, scope.holders):
            if key not in sought or sought[key][0] < worth:
                sought[key] = (worth, reach, whole)
    if not sought:
        return []
    arrays = [_array(column) for column in zip(*sought.values(), strict=True)]
    columns = dict(zip(("keys", "worth", "reach", "whole"), [_array(sought), *arrays], strict=True))
    return _ids(_BY_NAME.format(scope=scope.condition), {**scope.parameters, **columns})


def _array(values: Iterable[int | float]) -> str:
    """Return a PostgreSQL array; thousands of numbers adapt ten times faster as one text."""
    return "{" + ",".join(map(str, values)) + "}"


def _ids(statement: str, parameters: dict[str, Any]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parameters, "most": MOST})
        return [person_id for (person_id,) in cursor.fetchall()]


def _keys_of(
    reading: Sequence[Variants], holders: Sequence[int]
) -> Iterator[tuple[int, float, int, bool]]:
    """Return key, worth, reach, and whether it holds as many words as keys can, for a reading."""
    typed = len(reading)
    for size in range(1, min(typed, keys.WORDS_TOGETHER) + 1):
        level = LEVELS[size]
        reach, whole = ALONE if typed == 1 else level.reach, size == keys.WORDS_TOGETHER
        tried = level.tried(typed)
        together = (
            (prod([likely for _word_id, likely in chosen]), {word_id for word_id, _ in chosen})
            for slots in combinations([slot[:tried] for slot in reading], size)
            for chosen in product(*slots)
        )
        for likely, word_ids in nlargest(level.most, together, key=itemgetter(0)):
            if len(word_ids) == size:
                for holder in holders:
                    yield keys.key(holder, word_ids), level.worth * likely, reach, whole


def readings(typed: Sequence[str]) -> list[list[Variants]]:
    """Return the ways to read the typed words: as they are, taken apart, or two of them joined.

    Each reading is a list of words, and each word the words of the registry it may stand for.
    Initials, and words that lead nowhere, are left out.
    """
    joins = ["".join(pair) for pair in pairwise(typed)]
    most = LEVELS[1].tried(1) if len(typed) == 1 else LEVELS[2].tried(2)
    met = _met(
        {join: clues(join, farthest=ONE_LETTER) for join in joins}
        | {word: {**beginning(word), **clues(word)} for word in typed if len(word) > 1},
        most,
    )
    plain = [met.get(word, []) for word in typed]
    found = [plain]
    for place, join in enumerate(joins):
        if _likely(met[join]) >= LIKELY[ONE_LETTER]:
            found.append([*plain[:place], met[join], *plain[place + 2 :]])
    apart = _apart(
        [word for word in typed if _likely(met.get(word, [])) < LIKELY[ONE_LETTER]], most
    )
    if apart:
        pairs = zip(typed, plain, strict=True)
        found.append([slot for word, variants in pairs for slot in apart.get(word, [variants])])
    return [[slot for slot in slots if slot] for slots in found]


def _met(spellings: dict[str, dict[str, int]], most: int) -> dict[str, Variants]:
    """Return the words of the registry that each spelling's clues lead to, `most` of each."""
    met: dict[str, Variants] = {word: [] for word in spellings}
    rows = [
        (keys.secret(f"clue:{clue}"), part, distance)
        for part, clues_of_part in enumerate(spellings.values())
        for clue, distance in clues_of_part.items()
    ]
    if rows:
        words = list(spellings)
        with connection.cursor() as cursor:
            columns = [_array(column) for column in zip(*rows, strict=True)]
            cursor.execute(_VARIANTS, [*columns, most])
            for part, word_id, distance in cursor.fetchall():
                met[words[part]].append((word_id, LIKELY[distance]))
    return met


def _apart(words: Sequence[str], most: int) -> dict[str, list[Variants]]:
    """Return, for each word that most likely joins two names, what its halves may stand for."""
    cuts = {word: _cuts(word) for word in words}
    halves = {half for ways in cuts.values() for cut in ways for half in cut}
    met = _met({half: clues(half) for half in halves}, most)
    apart = {}
    for word, ways in cuts.items():
        best = max(ways, key=lambda cut: prod(_likely(met[half]) for half in cut), default=())
        if best and prod(_likely(met[half]) for half in best) >= LEAST_APART:
            apart[word] = [met[half] for half in best]
    return apart


def _cuts(word: str) -> list[tuple[str, ...]]:
    """Return the ways to take two joined names apart; a particle (deleon) falls away."""
    cuts: list[tuple[str, ...]] = []
    for place in range(2, len(word) - 2):
        first, second = word[:place], word[place:]
        if first in PARTICLES and len(second) >= SHORTEST_PART:
            cuts.append((second,))
        elif min(len(first), len(second)) >= SHORTEST_PART:
            cuts.append((first, second))
    return cuts


def _likely(variants: Variants) -> float:
    return variants[0][1] if variants else 0.0
