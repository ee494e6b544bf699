"""What typed words may stand for: the words of the registry near them, and how surely.

The words of a registry are tens of thousands, however many its persons are, so typos are looked
for among them. A reading of what was typed is a list of places, one for each word, and each place
holds the words of the registry that may be meant there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import prod

from django.db import connection

from arraigo.people.search import keys
from arraigo.people.search.words import (
    ONE_LETTER,
    PARTICLES,
    TWO_LETTERS,
    beginning,
    clues,
)

#: By the distance of the clue that met: how alike the words are, and how often (as an order of
#: magnitude) somebody who means the one writes the other.
LIKELY = (1.0, 0.95, 0.85, 0.72, 0.55)
CHANCE = (1.0, 0.1, 0.005, 0.002, 0.00002)
LEAST_APART = LIKELY[TWO_LETTERS]
SHORTEST_PART, WAYS_APART = 2, 2
MOST_ALONE, MOST_TOGETHER = 60, 40  # words of the registry looked at for one typed

_NEAR = """
SELECT *, (SELECT reltuples FROM pg_class WHERE oid = 'people_searchentry'::regclass)
FROM people_words_near(%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """A word of the registry that a typed one may stand for."""

    word_id: int
    likely: float  # 0–1, how alike they are
    persons: int  # who have it, when last counted
    frequency: float  # 0–1, the share of the registry that has it, when last counted
    chance: float  # by how often it is met and how seldom written so; only to be compared
    share: float  # 0–1, of all chances of those met


Slot = list[Variant]  # the likeliest first


def array(values: Iterable[int | float]) -> str:
    """Return a PostgreSQL array; thousands of numbers adapt ten times faster as one text."""
    return "{" + ",".join(map(str, values)) + "}"


def readings(typed: Sequence[str]) -> list[list[Slot]]:
    """Return the ways to read the typed words: as they are, taken apart, or two of them joined.

    Initials are left out; the place of a word that leads nowhere is empty.
    """
    joins = ["".join(pair) for pair in pairwise(typed)]
    most = MOST_ALONE if len(typed) == 1 else MOST_TOGETHER
    met = words_near(
        {join: clues(join, farthest=ONE_LETTER) for join in joins}
        | {word: {**beginning(word), **clues(word)} for word in typed if len(word) > 1},
        most,
    )
    plain = [met.get(word) for word in typed]
    found = [plain]
    for place, join in enumerate(joins):
        if _likely(met[join]) >= LIKELY[ONE_LETTER]:
            found.append([*plain[:place], met[join], *plain[place + 2 :]])
    apart = _apart(
        [word for word in typed if _likely(met.get(word, [])) < LIKELY[ONE_LETTER]], most
    )
    for word, ways in apart.items():
        place = typed.index(word)
        found.extend([*plain[:place], *halves, *plain[place + 1 :]] for halves in ways)
    return [[slot for slot in slots if slot is not None] for slots in found]


def words_near(spellings: dict[str, dict[str, int]], most: int) -> dict[str, Slot]:
    """Return the words of the registry that each spelling's clues lead to, `most` of each."""
    rows = [
        (keys.secret(f"clue:{clue}"), part, distance)
        for part, clues_of_part in enumerate(spellings.values())
        for clue, distance in clues_of_part.items()
    ]
    near: list[list[tuple[int, int, int, float]]] = [[] for _ in spellings]
    if rows:
        columns = [array(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_NEAR, [*columns, array(CHANCE), most])
            for part, *variant in cursor.fetchall():
                near[part].append(tuple(variant))
    return {word: _slot(variants) for word, variants in zip(spellings, near, strict=True)}


def _slot(near: list[tuple[int, int, int, float]]) -> Slot:
    chances = [persons * CHANCE[distance] for _word_id, distance, persons, _size in near]
    whole = sum(chances)
    return [
        Variant(
            word_id,
            LIKELY[distance],
            persons,
            persons / max(size, persons),
            chance,
            chance / whole,
        )
        for (word_id, distance, persons, size), chance in zip(near, chances, strict=True)
    ]


def _apart(words: Sequence[str], most: int) -> dict[str, list[list[Slot]]]:
    """Return, for each word that may join two names, what its halves may stand for.

    So many ways to cut it are followed as `WAYS_APART` says, the likeliest.
    """
    cuts = {word: _cuts(word) for word in words}
    halves = {half for ways in cuts.values() for cut in ways for half in cut}
    met = words_near({half: clues(half) for half in halves}, most)
    apart = {}
    for word, ways in cuts.items():
        read = ([met[half] for half in cut] for cut in ways)
        good = [slots for slots in read if prod(map(_likely, slots)) >= LEAST_APART]
        apart[word] = nlargest(WAYS_APART, good, key=lambda slots: prod(map(_chance, slots)))
    return apart


def _cuts(word: str) -> list[tuple[str, ...]]:
    """Return the ways to take two joined names apart; a particle (deleon) falls away."""
    cuts: list[tuple[str, ...]] = []
    for place in range(2, len(word) - 1):
        first, second = word[:place], word[place:]
        if first in PARTICLES and len(second) >= SHORTEST_PART:
            cuts.append((second,))
        elif min(len(first), len(second)) >= SHORTEST_PART:
            cuts.append((first, second))
    return cuts


def _likely(variants: Slot) -> float:
    return max((variant.likely for variant in variants), default=0.0)


def _chance(variants: Slot) -> float:
    return variants[0].chance if variants else 0.0
