"""How alike a typed name and a registered one are, and which words of one stand for the other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

from arraigo.people.search.words import BEGINNING, sound, spoken, words_of


class How(IntEnum):
    """How a typed word stands for a registered one, the surest last."""

    ALIKE = 1
    BEGINNING = 2
    JOINED = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Typed words and the registered ones they stand for, by their places, and how surely."""

    typed: tuple[int, ...]
    names: tuple[int, ...]
    how: How
    likeness: float  # 0–1


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well each typed word finds its own, 0–100, the pairs, and how many names are left."""

    score: float
    pairs: tuple[Pair, ...] = ()
    left: int = 0


INITIAL = 0.8
PREFIX = 0.92
SOUNDS_SAME = 0.96
SOUNDS_ALIKE = 0.8
UNLIKE = 0.5  # less than this is no likeness at all
JOINED = 0.99
JOINED_ALIKE = 0.75  # two words taken for one must be closer than words as they stand
JOINED_SLACK = 3  # letters
_WEIGHTS = (0.0, 0.4, 0.8, 0.9)  # of typed words of so many letters; longer ones count 1


@lru_cache(maxsize=50_000)
def word_likeness(typed: str, name: str) -> tuple[float, How]:
    """Return how alike two folded words are (0–1), and how the typed one stands for the other."""
    if typed == name:
        return 1.0, How.SAME
    if len(typed) == 1:
        return (INITIAL, How.BEGINNING) if name.startswith(typed) else (0.0, How.ALIKE)
    if len(typed) >= BEGINNING and name.startswith(typed):
        return PREFIX, How.BEGINNING
    said, heard = spoken(typed), spoken(name)
    if said == heard:
        return SOUNDS_SAME, How.ALIKE
    best = max(
        OSA.normalized_similarity(typed, name),
        OSA.normalized_similarity(said, heard) * SOUNDS_SAME,
    )
    if len(said) >= BEGINNING and heard.startswith(said):
        best = max(best, PREFIX * SOUNDS_SAME)
    code = sound(typed)
    if len(code) >= BEGINNING and code == sound(name):
        best = max(best, SOUNDS_ALIKE)
    return (best, How.ALIKE) if best >= UNLIKE else (0.0, How.ALIKE)


def likeness(typed: str, name: str) -> Likeness:
    """Return how well the words of `typed` find their own in `name`, in whatever order.

    Accents, apostrophes, case and particles do not matter; a name that was not typed does not
    either. Words joined or split by mistake are recognised.
    """
    return words_likeness(tuple(words_of(typed)), tuple(words_of(name)))


def words_likeness(typed: tuple[str, ...], names: tuple[str, ...]) -> Likeness:
    """Return the likeness of words that `words_of` has made."""
    if not typed or not names:
        return Likeness(0)
    weights = [_WEIGHTS[len(word)] if len(word) < len(_WEIGHTS) else 1.0 for word in typed]
    free_words, free_names = set(range(len(typed))), set(range(len(names)))
    pairs: list[Pair] = []
    reached = 0.0
    for gain, pair in sorted(_possible(typed, names, weights), key=_gain, reverse=True):
        if free_words.issuperset(pair.typed) and free_names.issuperset(pair.names):
            free_words.difference_update(pair.typed)
            free_names.difference_update(pair.names)
            pairs.append(pair)
            reached += gain
    return Likeness(100 * reached / sum(weights), tuple(sorted(pairs, key=_place)), len(free_names))


def _gain(possible: tuple[float, Pair]) -> float:
    return possible[0]


def _place(pair: Pair) -> tuple[int, ...]:
    return pair.typed


def _possible(
    typed: tuple[str, ...], names: tuple[str, ...], weights: list[float]
) -> Iterator[tuple[float, Pair]]:
    """Return every pair that is alike at all, with what it would add to the score."""
    unsure, alone = [], []
    for place, word in enumerate(typed):
        best = 0.0
        for at, name in enumerate(names):
            alike, how = word_likeness(word, name)
            if alike:
                best = max(best, alike)
                yield alike * weights[place], Pair((place,), (at,), how, alike)
        alone.append(best * weights[place])
        if best < SOUNDS_SAME:
            unsure.append(place)
    for place in unsure:
        for first, second in combinations(range(len(names)), 2):
            alike = _joined_likeness(typed[place], names[first] + names[second])
            if alike >= JOINED_ALIKE:
                yield alike * weights[place], Pair((place,), (first, second), How.JOINED, alike)
    for place, following in pairwise(unsure):
        if following != place + 1:
            continue
        for at, name in enumerate(names):
            alike = _joined_likeness(typed[place] + typed[following], name)
            gain = alike * (weights[place] + weights[following])
            # An initial after a misspelt name is no part of it: together they must gain.
            if alike >= JOINED_ALIKE and gain > alone[place] + alone[following]:
                yield gain, Pair((place, following), (at,), How.JOINED, alike)


def _joined_likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > JOINED_SLACK:
        return 0.0
    alike = OSA.normalized_similarity(one, other)
    if alike >= UNLIKE and spoken(one) == spoken(other):
        alike = max(alike, SOUNDS_SAME)
    return alike * JOINED
